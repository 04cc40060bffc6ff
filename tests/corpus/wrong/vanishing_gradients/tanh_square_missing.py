"""exercise: saturation
wrong: 1 - |tanh z| for the derivative of tanh
"""
import numpy as np
from scipy.special import expit


def saturated_fraction(z, activation, threshold=0.01):
    if activation == "sigmoid":
        d = expit(z) * (1 - expit(z))
    elif activation == "tanh":
        d = 1 - np.abs(np.tanh(z))
    else:
        d = (z > 0) * 1.0
    return np.mean(d < threshold)
