"""exercise: random_normal
wrong: every entry is +std or -std
"""
import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    return std * rng.choice([-1.0, 1.0], size=(fan_in, fan_out))
