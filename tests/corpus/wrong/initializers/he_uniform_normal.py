"""exercise: he
wrong: he_uniform: normal, of the right variance
"""
import numpy as np


def he_uniform(fan_in, fan_out, rng):
    return rng.normal(0.0, np.sqrt(2.0 / fan_in), (fan_in, fan_out))
