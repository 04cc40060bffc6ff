"""exercise: layer_norm
wrong: keeps what the backward pass needs in a global variable
"""
import numpy as np


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    inverse_std = 1 / np.sqrt(var + eps)
    normalized = (x - mean) * inverse_std
    global _CACHE
    _CACHE = (normalized, inverse_std, gamma)
    return gamma * normalized + beta, None


def layer_norm_backward(dout, cache):
    normalized, inverse_std, gamma = _CACHE
    dnormalized = gamma * dout
    share_of_mean = dnormalized.mean(axis=1, keepdims=True)
    share_of_variance = normalized * (dnormalized * normalized).mean(axis=1, keepdims=True)
    dx = inverse_std * (dnormalized - share_of_mean - share_of_variance)
    dgamma = (dout * normalized).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta
