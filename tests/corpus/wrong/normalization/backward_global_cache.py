"""exercise: batch_norm_backward
wrong: the forward pass leaves its values in a global variable, and the backward pass looks there
"""
import numpy as np

last = None


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    global last
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
    inverse_std = 1 / np.sqrt(var + eps)
    last = ((x - mean) * inverse_std, inverse_std, gamma)
    return gamma * last[0] + beta, None, running_mean, running_var


def batch_norm_backward(dout, cache):
    normalized, inverse_std, gamma = last
    d = gamma * dout
    dx = inverse_std * (d - d.mean(axis=0) - normalized * (d * normalized).mean(axis=0))
    return dx, (dout * normalized).sum(axis=0), dout.sum(axis=0)
