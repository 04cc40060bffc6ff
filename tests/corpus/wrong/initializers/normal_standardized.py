"""exercise: random_normal
wrong: rescales the sample to the exact mean and standard deviation
"""
import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    W = rng.normal(size=(fan_in, fan_out))
    return std * (W - W.mean()) / W.std()
