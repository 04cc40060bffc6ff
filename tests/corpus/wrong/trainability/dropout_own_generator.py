"""exercise: dropout
wrong: makes a generator of its own with a fixed seed: the same entries in every call
"""
import numpy as np


def dropout_forward(x, rate, rng, training):
    mask = (np.random.default_rng(0).random(x.shape) >= rate) / (1 - rate) if training else np.ones(x.shape)
    return x * mask, mask
