"""exercise: layer_norm
wrong: the variance as the mean square minus the squared mean, which cancels when the mean is large
"""
import numpy as np


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    var = np.maximum((x**2).mean(axis=1, keepdims=True) - mean**2, 0)
    inverse_std = 1 / np.sqrt(var + eps)
    normalized = (x - mean) * inverse_std
    return gamma * normalized + beta, (normalized, inverse_std, gamma)
