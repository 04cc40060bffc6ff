"""exercise: saturation
wrong: compares the activation's output with the threshold
"""
import numpy as np
from scipy.special import expit


def saturated_fraction(z, activation, threshold=0.01):
    if activation == "sigmoid":
        d = expit(z)
    elif activation == "tanh":
        d = np.tanh(z)
    else:
        d = np.maximum(z, 0)
    return np.mean(d < threshold)
