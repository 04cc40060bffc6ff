"""exercise: glorot
wrong: glorot_uniform: from 0 to the limit
"""
import numpy as np


def glorot_uniform(fan_in, fan_out, rng):
    limit = np.sqrt(6.0 / (fan_in + fan_out))
    return limit * rng.random((fan_in, fan_out))
