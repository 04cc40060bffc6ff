"""exercise: layer_norm
wrong: divides the variance by n - 1
"""
import numpy as np


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    inverse_std = 1 / np.sqrt(x.var(axis=1, ddof=1, keepdims=True) + eps)
    normalized = (x - x.mean(axis=1, keepdims=True)) * inverse_std
    return gamma * normalized + beta, (normalized, inverse_std, gamma)
