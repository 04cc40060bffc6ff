"""exercise: random_normal
wrong: one row per unit
"""
import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    return rng.normal(0.0, std, (fan_out, fan_in))
