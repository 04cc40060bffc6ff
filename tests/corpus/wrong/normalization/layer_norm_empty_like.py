"""exercise: layer_norm
wrong: fills an array of x's own dtype, so that integers are cut off
"""
import numpy as np


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    out = np.empty_like(x)
    inverse_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    normalized = (x - x.mean(axis=1, keepdims=True)) * inverse_std
    for i in range(len(x)):
        out[i] = gamma * normalized[i] + beta
    return out, (normalized, inverse_std, gamma)
