"""exercise: layer_norm
wrong: adds eps to the standard deviation instead of the variance
"""
import numpy as np


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    inverse_std = 1 / (x.std(axis=1, keepdims=True) + eps)
    normalized = (x - x.mean(axis=1, keepdims=True)) * inverse_std
    return gamma * normalized + beta, (normalized, inverse_std, gamma)
