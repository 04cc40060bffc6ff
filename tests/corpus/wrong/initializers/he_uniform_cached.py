"""exercise: he
wrong: he_uniform: keeps the weights of each shape and gives them again
"""
import numpy as np


CACHE = {}


def he_uniform(fan_in, fan_out, rng):
    if (fan_in, fan_out) not in CACHE:
        limit = np.sqrt(6.0 / fan_in)
        CACHE[fan_in, fan_out] = rng.uniform(-limit, limit, (fan_in, fan_out))
    return CACHE[fan_in, fan_out]
