"""exercise: glorot
wrong: glorot_normal: the geometric mean of the fans
"""
import numpy as np


def glorot_normal(fan_in, fan_out, rng):
    return rng.normal(0.0, (fan_in * fan_out) ** -0.25, (fan_in, fan_out))
