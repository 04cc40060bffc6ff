"""exercise: batch_norm
wrong: normalizes every example over its features (the backward pass, which starts from x, does it right)
"""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
        running_mean = momentum * running_mean + (1 - momentum) * x.mean(axis=0)
        running_var = momentum * running_var + (1 - momentum) * x.var(axis=0)
    else:
        mean, var = running_mean, running_var
    return gamma * (x - mean) / np.sqrt(var + eps) + beta, (x, gamma, eps), running_mean, running_var


def batch_norm_backward(dout, cache):
    x, gamma, eps = cache
    inverse_std = 1 / np.sqrt(x.var(axis=0) + eps)
    normalized = (x - x.mean(axis=0)) * inverse_std
    d = gamma * dout
    dx = inverse_std * (d - d.mean(axis=0) - normalized * (d * normalized).mean(axis=0))
    return dx, (dout * normalized).sum(axis=0), dout.sum(axis=0)
