"""exercise: saturation
wrong: halves its argument in place
"""
import numpy as np
from scipy.special import expit


def half(z):
    z = np.asarray(z, dtype=float)
    z /= 2
    return 0.25 * (1 - np.tanh(z) ** 2)


def saturated_fraction(z, activation, threshold=0.01):
    if activation == "sigmoid":
        d = half(z)
    elif activation == "tanh":
        d = 1 - np.tanh(z) ** 2
    else:
        d = (z > 0) * 1.0
    return np.mean(d < threshold)
