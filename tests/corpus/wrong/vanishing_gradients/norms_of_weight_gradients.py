"""exercise: loss_gradients
wrong: the norms of dW
"""
import numpy as np
import torch


def layer_gradient_norms(params, X, y, activation):
    act = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation]
    weights = [torch.tensor(W, dtype=torch.float64, requires_grad=True) for W, _ in params]
    h = torch.tensor(X, dtype=torch.float64)
    for i, (W, (_, b)) in enumerate(zip(weights, params)):
        h = h @ W + torch.tensor(b, dtype=torch.float64)
        if i < len(params) - 1:
            h = act(h)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(h, torch.tensor(y, dtype=torch.float64))
    return np.array([g.norm().item() for g in torch.autograd.grad(loss, weights)])
