"""exercise: dropout
wrong: scales and drops in x itself
"""
import numpy as np


def dropout_forward(x, rate, rng, training):
    mask = (rng.random(x.shape) >= rate) / (1 - rate) if training else np.ones(x.shape)
    x *= mask
    return x, mask
