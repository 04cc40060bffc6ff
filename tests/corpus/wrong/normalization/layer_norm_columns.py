"""exercise: layer_norm
wrong: normalizes every feature over the batch: batch norm under another name
"""
import numpy as np


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    inverse_std = 1 / np.sqrt(x.var(axis=0) + eps)
    normalized = (x - x.mean(axis=0)) * inverse_std
    return gamma * normalized + beta, (normalized, inverse_std, gamma)


def layer_norm_backward(dout, cache):
    normalized, inverse_std, gamma = cache
    d = gamma * dout
    dx = inverse_std * (d - d.mean(axis=0) - normalized * (d * normalized).mean(axis=0))
    return dx, (dout * normalized).sum(axis=0), dout.sum(axis=0)
