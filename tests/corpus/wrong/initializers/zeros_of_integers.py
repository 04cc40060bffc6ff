"""exercise: zeros
wrong: integer zeros: a gradient step cannot be added to them
"""
import numpy as np


def zeros(fan_in, fan_out, rng):
    return np.array([[0] * fan_out] * fan_in)
