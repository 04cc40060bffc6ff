"""exercise: random_normal
wrong: std given as the first argument of normal, the mean
"""
import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    return rng.normal(std, size=(fan_in, fan_out))
