"""exercise: torch_backward
wrong: the biases do not require gradients, None comes back
"""

import torch


def torch_loss_and_grads(params, X, y, activation):
    ts = [
        (torch.tensor(W, dtype=torch.float64, requires_grad=True), torch.tensor(b, dtype=torch.float64))
        for W, b in params
    ]
    h = torch.tensor(X, dtype=torch.float64)
    for k, (W, b) in enumerate(ts):
        h = h @ W + b
        if k < len(ts) - 1:
            h = getattr(torch, activation)(h)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(h, torch.tensor(y, dtype=torch.float64))
    loss.backward()
    return loss.item(), [(W.grad, b.grad) for W, b in ts]
