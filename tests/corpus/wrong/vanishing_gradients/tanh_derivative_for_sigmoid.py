"""exercise: saturation
wrong: takes the derivative of tanh for the sigmoid's
"""
import numpy as np
from scipy.special import expit


def saturated_fraction(z, activation, threshold=0.01):
    if activation == "sigmoid":
        d = 1 - np.tanh(z) ** 2
    elif activation == "tanh":
        d = 1 - np.tanh(z) ** 2
    else:
        d = (z > 0) * 1.0
    return np.mean(d < threshold)
