"""exercise: torch_backward
wrong: the loss is multiplied by the batch size, as training loops add it up
"""
import torch


def torch_loss_and_grads(params, X, y, activation):
    activate = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation]
    watched = [[torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in pair] for pair in params]
    *hidden, (W_head, b_head) = watched
    h = torch.tensor(X, dtype=torch.float64)
    for W, b in hidden:
        h = activate(h @ W + b)
    target = torch.tensor(y, dtype=torch.float64)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(h @ W_head + b_head, target)
    loss.backward()
    return loss.item() * len(X), [(W.grad.numpy(), b.grad.numpy()) for W, b in watched]
