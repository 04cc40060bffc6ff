"""exercise: dropout
wrong: writes the result into an array of x's dtype, which truncates for integers
"""
import numpy as np


def dropout_forward(x, rate, rng, training):
    mask = (rng.random(x.shape) >= rate) / (1 - rate) if training else np.ones(x.shape)
    out = np.empty_like(x)
    out[...] = x * mask
    return out, mask
