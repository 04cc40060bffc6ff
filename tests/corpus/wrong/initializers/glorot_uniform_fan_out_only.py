"""exercise: glorot
wrong: glorot_uniform: limit sqrt(3 / fan_out)
"""
import numpy as np


def glorot_uniform(fan_in, fan_out, rng):
    limit = np.sqrt(3.0 / fan_out)
    return rng.uniform(-limit, limit, (fan_in, fan_out))
