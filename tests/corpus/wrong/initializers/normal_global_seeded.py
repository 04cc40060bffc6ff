"""exercise: random_normal
wrong: seeds NumPy's global generator from rng
"""
import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    np.random.seed(rng.integers(2**31))
    return np.random.normal(0.0, std, (fan_in, fan_out))
