"""exercise: zeros
wrong: another constant
"""
import numpy as np


def zeros(fan_in, fan_out, rng):
    return np.ones((fan_in, fan_out))
