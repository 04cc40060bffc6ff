"""exercise: random_normal
wrong: a sorted sample
"""
import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    return np.sort(rng.normal(0.0, std, fan_in * fan_out)).reshape(fan_in, fan_out)
