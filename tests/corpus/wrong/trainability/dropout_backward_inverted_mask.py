"""exercise: dropout
wrong: the mask holds what was dropped, and the backward pass takes it for what was kept
"""
import numpy as np


def dropout_forward(x, rate, rng, training):
    dropped = rng.random(x.shape) < rate if training else np.zeros(x.shape, bool)
    scale = 1 / (1 - rate) if training else 1.0
    return np.where(dropped, 0.0, x * scale), (dropped if training else ~dropped, scale)


def dropout_backward(dout, mask):
    return dout * mask[0] * mask[1]
