"""exercise: orthogonal
wrong: rows or columns of the identity, with random signs
"""
import numpy as np


def orthogonal(fan_in, fan_out, rng, gain=1.0):
    return gain * np.eye(fan_in, fan_out) * rng.choice([-1.0, 1.0], size=fan_out)
