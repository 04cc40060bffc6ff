"""exercise: dropout
wrong: draws from NumPy's global state and ignores rng
"""
import numpy as np


def dropout_forward(x, rate, rng, training):
    mask = (np.random.rand(*x.shape) >= rate) / (1 - rate) if training else np.ones(x.shape)
    return x * mask, mask
