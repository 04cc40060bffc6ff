"""exercise: dropout
wrong: ignores training and drops in inference, too
"""
import numpy as np


def dropout_forward(x, rate, rng, training):
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return x * mask, mask
