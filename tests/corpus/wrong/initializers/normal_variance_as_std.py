"""exercise: random_normal
wrong: passes the variance where the standard deviation is asked
"""
import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    return rng.normal(0.0, std**2, (fan_in, fan_out))
