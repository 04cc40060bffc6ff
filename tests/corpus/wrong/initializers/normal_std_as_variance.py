"""exercise: random_normal
wrong: takes std for the variance and draws with its root
"""
import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    return rng.normal(0.0, np.sqrt(std), (fan_in, fan_out))
