"""exercise: random_normal
wrong: every call fills and returns the same array
"""

import numpy as np

_buffer = {}


def random_normal(fan_in, fan_out, rng, std=1.0):
    W = _buffer.setdefault((fan_in, fan_out), np.empty((fan_in, fan_out)))
    W[...] = rng.normal(0.0, std, W.shape)
    return W
