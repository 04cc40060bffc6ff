"""exercise: he
wrong: he_normal: 2 // fan_in is 0
"""
import numpy as np


def he_normal(fan_in, fan_out, rng):
    return rng.normal(0.0, np.sqrt(2 // fan_in), (fan_in, fan_out))
