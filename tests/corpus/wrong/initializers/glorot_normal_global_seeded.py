"""exercise: glorot
wrong: glorot_normal: NumPy's global generator, seeded from rng
"""
import numpy as np


def glorot_normal(fan_in, fan_out, rng):
    np.random.seed(rng.integers(2**31))
    return np.random.normal(0.0, np.sqrt(2.0 / (fan_in + fan_out)), (fan_in, fan_out))
