"""exercise: dropout
wrong: divides by rate instead of 1 - rate
"""
import numpy as np


def dropout_forward(x, rate, rng, training):
    mask = (rng.random(x.shape) >= rate) / rate if training else np.ones(x.shape)
    return x * mask, mask
