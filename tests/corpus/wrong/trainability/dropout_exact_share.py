"""exercise: dropout
wrong: drops exactly the share rate of the entries: they are not independent
"""
import numpy as np


def dropout_forward(x, rate, rng, training):
    if not training:
        return x, np.ones(x.shape)
    mask = np.full(x.size, 1 / (1 - rate))
    mask[rng.choice(x.size, int(round(rate * x.size)), replace=False)] = 0.0
    mask = mask.reshape(x.shape)
    return x * mask, mask
