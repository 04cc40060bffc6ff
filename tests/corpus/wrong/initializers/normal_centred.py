"""exercise: random_normal
wrong: subtracts the sample's mean
"""
import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    W = rng.normal(0.0, std, (fan_in, fan_out))
    return W - W.mean()
