"""exercise: saturation
wrong: returns a percentage
"""
import numpy as np
from scipy.special import expit


def saturated_fraction(z, activation, threshold=0.01):
    derivative = {
        "relu": lambda: z > 0,
        "sigmoid": lambda: expit(z) * expit(-z),
        "tanh": lambda: 1 - np.tanh(z) ** 2,
    }[activation]()
    return 100 * np.mean(derivative < threshold)
