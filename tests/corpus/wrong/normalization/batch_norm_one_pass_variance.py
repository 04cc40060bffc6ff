"""exercise: batch_norm
wrong: the variance as the mean square minus the squared mean, which cancels when the mean is large
"""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean = x.mean(axis=0)
        var = np.maximum((x**2).mean(axis=0) - mean**2, 0)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
    inverse_std = 1 / np.sqrt(var + eps)
    normalized = (x - mean) * inverse_std
    return gamma * normalized + beta, (normalized, inverse_std, gamma), running_mean, running_var
