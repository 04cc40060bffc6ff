"""exercise: batch_norm
wrong: divides the variance by m - 1, and layer norm is made of it
"""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    mean, var = running_mean, running_var
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0, ddof=1 if len(x) > 1 else 0)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    inverse_std = 1 / np.sqrt(var + eps)
    normalized = (x - mean) * inverse_std
    return gamma * normalized + beta, (normalized, inverse_std, gamma), running_mean, running_var


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    one, zero = np.ones(len(x)), np.zeros(len(x))
    normalized, inner, _, _ = batch_norm_forward(x.T, one, zero, zero, one, training=True, eps=eps)
    return gamma * normalized.T + beta, (inner, normalized.T, gamma)


def layer_norm_backward(dout, cache):
    inner, normalized, gamma = cache
    dx, _, _ = batch_norm_backward((dout * gamma).T, inner)
    return dx.T, (dout * normalized).sum(axis=0), dout.sum(axis=0)
