"""exercise: he
wrong: he_normal: a generator of its own
"""
import numpy as np


def he_normal(fan_in, fan_out, rng):
    return np.random.default_rng(42).normal(0.0, np.sqrt(2.0 / fan_in), (fan_in, fan_out))
