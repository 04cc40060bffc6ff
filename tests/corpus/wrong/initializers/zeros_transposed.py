"""exercise: zeros
wrong: one row per unit, as torch has it
"""
import numpy as np


def zeros(fan_in, fan_out, rng):
    return np.zeros((fan_out, fan_in))
