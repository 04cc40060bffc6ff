"""exercise: he
wrong: he_normal: the variance passed as the standard deviation
"""
import numpy as np


def he_normal(fan_in, fan_out, rng):
    return rng.normal(0.0, 2.0 / fan_in, (fan_in, fan_out))
