"""exercise: derivative_bound
wrong: evaluates the derivative of tanh at 1, where it is not the largest
"""
import numpy as np


def derivative_bound(activation, depth):
    return {"sigmoid": 0.25, "tanh": 1 - np.tanh(1) ** 2, "relu": 1.0}[activation] ** depth
