"""exercise: he
wrong: he_normal: absolute values
"""
import numpy as np


def he_normal(fan_in, fan_out, rng):
    return np.abs(rng.normal(0.0, np.sqrt(2.0 / fan_in), (fan_in, fan_out)))
