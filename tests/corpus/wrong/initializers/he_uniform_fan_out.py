"""exercise: he
wrong: he_uniform: fan_out for fan_in
"""
import numpy as np


def he_uniform(fan_in, fan_out, rng):
    limit = np.sqrt(6.0 / fan_out)
    return rng.uniform(-limit, limit, (fan_in, fan_out))
