"""exercise: he
wrong: he_normal: uniform, of the right variance
"""
import numpy as np


def he_normal(fan_in, fan_out, rng):
    limit = np.sqrt(6.0 / fan_in)
    return rng.uniform(-limit, limit, (fan_in, fan_out))
