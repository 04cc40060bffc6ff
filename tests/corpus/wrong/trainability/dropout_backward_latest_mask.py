"""exercise: dropout
wrong: the backward pass takes the mask of the latest forward call, from a global
"""

import numpy as np


_last = {}


def dropout_forward(x, rate, rng, training):
    m = (rng.random(x.shape) >= rate) / (1 - rate) if training else np.ones(x.shape)
    _last["m"] = m
    return x * m, m


def dropout_backward(dout, mask):
    return dout * _last["m"]
