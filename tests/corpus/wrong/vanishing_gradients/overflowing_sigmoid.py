"""exercise: saturation
wrong: exp(z) / (1 + exp(z)) is NaN far out, and NaN is not below the threshold
"""
import numpy as np
from scipy.special import expit


def saturated_fraction(z, activation, threshold=0.01):
    if activation == "sigmoid":
        d = np.exp(z) / (1 + np.exp(z)) * (1 - np.exp(z) / (1 + np.exp(z)))
    elif activation == "tanh":
        d = 1 - np.tanh(z) ** 2
    else:
        d = (z > 0) * 1.0
    return np.mean(d < threshold)
