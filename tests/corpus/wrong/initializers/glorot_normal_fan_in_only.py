"""exercise: glorot
wrong: glorot_normal: variance 1 / fan_in
"""
import numpy as np


def glorot_normal(fan_in, fan_out, rng):
    return rng.normal(0.0, np.sqrt(1.0 / fan_in), (fan_in, fan_out))
