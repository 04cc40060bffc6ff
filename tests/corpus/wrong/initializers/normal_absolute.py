"""exercise: random_normal
wrong: the absolute values of the weights
"""
import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    return np.abs(rng.normal(0.0, std, (fan_in, fan_out)))
