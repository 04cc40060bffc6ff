"""exercise: dropout
wrong: the backward pass drops what was dropped but does not scale the rest
"""
import numpy as np


def dropout_forward(x, rate, rng, training):
    kept = rng.random(x.shape) >= rate if training else np.ones(x.shape, bool)
    return (x * kept / (1 - rate) if training else x), kept


def dropout_backward(dout, mask):
    return dout * mask
