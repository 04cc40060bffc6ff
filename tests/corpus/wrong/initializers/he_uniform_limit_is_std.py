"""exercise: he
wrong: he_uniform: the standard deviation as the limit, off by a root of three
"""
import numpy as np


def he_uniform(fan_in, fan_out, rng):
    limit = np.sqrt(2.0 / fan_in)
    return rng.uniform(-limit, limit, (fan_in, fan_out))
