"""exercise: random_normal
wrong: NumPy's global generator in place of rng
"""
import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    return np.random.normal(0.0, std, (fan_in, fan_out))
