"""exercise: dropout
wrong: takes rate as the probability to keep, but scales by 1 / (1 - rate)
"""
import numpy as np


def dropout_forward(x, rate, rng, training):
    mask = (rng.random(x.shape) < rate) / (1 - rate) if training else np.ones(x.shape)
    return x * mask, mask
