"""exercise: batch_norm
wrong: the running mean takes over an integer dtype
"""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
    inverse_std = 1 / np.sqrt(var + eps)
    normalized = (x - mean) * inverse_std
    running_mean = running_mean.astype(x.dtype)
    cache = (normalized, inverse_std, gamma)
    return gamma * normalized + beta, cache, running_mean, running_var
