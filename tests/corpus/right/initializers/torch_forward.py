"""exercise: variance
right: torch does the forward pass; 0-d tensors come back
"""
import torch


def preactivation_variance(fan_in, var_x, var_w):
    return torch.tensor(fan_in, dtype=torch.float64) * var_x * var_w


def layer_output_stats(params, X, activation):
    if activation not in ("relu", "sigmoid", "tanh"):
        raise ValueError(activation)
    stats = []
    h = torch.as_tensor(X)
    for W, b in params[:-1]:
        z = torch.addmm(torch.as_tensor(b), h, torch.as_tensor(W))
        h = getattr(torch, activation)(z)
        stats.append([h.mean(), h.std(correction=0)])
    return tuple(stats)
