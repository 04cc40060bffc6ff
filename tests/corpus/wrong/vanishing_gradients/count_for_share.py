"""exercise: saturation
wrong: counts the entries
"""
import numpy as np
from scipy.special import expit


def saturated_fraction(z, activation, threshold=0.01):
    if activation == "sigmoid":
        d = expit(z) * (1 - expit(z))
    elif activation == "tanh":
        d = 1 - np.tanh(z) ** 2
    else:
        d = (z > 0) * 1.0
    return float(np.sum(d < threshold))
