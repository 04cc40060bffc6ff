"""exercise: dropout
wrong: scales by 1 - rate in inference although training has scaled already
source: github.com/Angel-ML/mlcore/issues/5
"""
import numpy as np


def dropout_forward(x, rate, rng, training):
    mask = (rng.random(x.shape) >= rate) / (1 - rate) if training else np.full(x.shape, 1 - rate)
    return x * mask, mask
