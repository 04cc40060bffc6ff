"""exercise: saturation
wrong: takes ReLU for an activation that does not saturate
"""
import numpy as np
from scipy.special import expit


def saturated_fraction(z, activation, threshold=0.01):
    if activation == "sigmoid":
        d = expit(z) * (1 - expit(z))
    elif activation == "tanh":
        d = 1 - np.tanh(z) ** 2
    else:
        d = np.ones(np.shape(z))
    return np.mean(d < threshold)
