"""exercise: batch_norm
wrong: subtracts the running mean from x in place
"""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
        centred = x - mean
    else:
        x -= running_mean
        centred, var = x, running_var
    inverse_std = 1 / np.sqrt(var + eps)
    normalized = centred * inverse_std
    return gamma * normalized + beta, (normalized, inverse_std, gamma), running_mean, running_var
