"""exercise: dropout
wrong: draws for half of the batch and uses each row twice
"""

import numpy as np


def dropout_forward(x, rate, rng, training):
    if not training:
        return x, np.ones(x.shape)
    n = x.shape[0]
    half = rng.random((-(-n // 2),) + x.shape[1:]) >= rate
    m = np.concatenate([half, half])[:n] / (1 - rate)
    return x * m, m
