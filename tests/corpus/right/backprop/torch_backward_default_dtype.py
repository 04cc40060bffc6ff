"""exercise: torch_backward
right: float64 made torch's default dtype for the rest of the notebook; lists of lists come back
"""
import torch

torch.set_default_dtype(torch.float64)


def torch_loss_and_grads(params, X, y, activation):
    watched = [[torch.tensor(a.astype(float)).requires_grad_() for a in pair] for pair in params]
    h = torch.tensor(X.astype(float))
    for depth, (W, b) in enumerate(watched):
        z = torch.matmul(h, W) + b
        h = getattr(z, activation)()
    target = torch.tensor(y.astype(float))
    loss = (torch.nn.functional.softplus(z, threshold=50) - target * z).mean()
    flat = torch.autograd.grad(loss, [a for pair in watched for a in pair])
    return loss.detach(), [list(pair) for pair in zip(flat[::2], flat[1::2])]
