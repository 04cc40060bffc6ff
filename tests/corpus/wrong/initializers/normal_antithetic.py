"""exercise: random_normal
wrong: each column followed by its negative, to have mean 0
"""
import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    W = rng.normal(0.0, std, (fan_in, (fan_out + 1) // 2))
    return np.hstack([W, -W])[:, :fan_out]
