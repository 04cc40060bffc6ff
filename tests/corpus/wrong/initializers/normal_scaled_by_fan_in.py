"""exercise: random_normal
wrong: divides by the root of fan_in
"""
import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    return std * rng.normal(size=(fan_in, fan_out)) / np.sqrt(fan_in)
