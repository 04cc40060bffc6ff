"""exercise: orthogonal
wrong: normal weights, orthogonal on average only
"""
import numpy as np


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    return gain * rng.normal(size=(fan_in, fan_out)) / np.sqrt(max(fan_in, fan_out))
