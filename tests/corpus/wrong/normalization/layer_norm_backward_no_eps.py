"""exercise: layer_norm
wrong: computes the standard deviation again in the backward pass, and forgets eps
"""
import numpy as np


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    normalized = (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    return gamma * normalized + beta, (x, gamma)


def layer_norm_backward(dout, cache):
    x, gamma = cache
    std = x.std(axis=1, keepdims=True)
    normalized = (x - x.mean(axis=1, keepdims=True)) / std
    d = gamma * dout
    share = normalized * (d * normalized).mean(axis=1, keepdims=True)
    return (d - d.mean(axis=1, keepdims=True) - share) / std, (dout * normalized).sum(axis=0), dout.sum(axis=0)
