"""exercise: he
wrong: he_uniform: torch's default for Linear, kaiming_uniform with a = sqrt(5)
"""
import numpy as np


def he_uniform(fan_in, fan_out, rng):
    limit = 1.0 / np.sqrt(fan_in)
    return rng.uniform(-limit, limit, (fan_in, fan_out))
