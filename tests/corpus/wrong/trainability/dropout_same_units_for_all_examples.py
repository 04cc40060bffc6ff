"""exercise: dropout
wrong: draws one mask per unit for the whole batch
"""
import numpy as np


def dropout_forward(x, rate, rng, training):
    mask = np.ones(x.shape)
    if training:
        mask = mask * (rng.random(x.shape[1:]) >= rate) / (1 - rate)
    return x * mask, mask
