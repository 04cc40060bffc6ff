"""exercise: layer_norm
wrong: treats a batch of one as batch norm has to: no spread, so the output is beta
"""
import numpy as np


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    inverse_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    normalized = (x - x.mean(axis=1, keepdims=True)) * inverse_std
    if len(x) == 1:
        normalized = np.zeros_like(normalized)
    return gamma * normalized + beta, (normalized, inverse_std, gamma)
