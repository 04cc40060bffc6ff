"""exercise: he
wrong: he_normal: fan_out for fan_in
"""
import numpy as np


def he_normal(fan_in, fan_out, rng):
    return rng.normal(0.0, np.sqrt(2.0 / fan_out), (fan_in, fan_out))
