"""exercise: layer_norm
wrong: one mean and one variance for the whole array, because the axis is missing
"""
import numpy as np


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    inverse_std = np.full((len(x), 1), 1 / np.sqrt(x.var() + eps))
    normalized = (x - x.mean()) * inverse_std
    return gamma * normalized + beta, (normalized, inverse_std, gamma)
