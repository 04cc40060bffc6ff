"""exercise: random_normal
wrong: one column of draws, repeated for every unit
"""
import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    column = rng.normal(0.0, std, (fan_in, 1))
    return np.tile(column, (1, fan_out))
