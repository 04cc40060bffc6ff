"""exercise: random_normal
wrong: std is not used
"""
import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    return rng.standard_normal((fan_in, fan_out))
