"""exercise: derivative_bound
wrong: the maximum over a grid that misses 0
"""
import numpy as np


def derivative_bound(activation, depth):
    z = np.linspace(-10, 10, 1000)
    s = 1 / (1 + np.exp(-z))
    largest = {"sigmoid": np.max(s * (1 - s)), "tanh": 1.0, "relu": 1.0}[activation]
    return largest**depth
