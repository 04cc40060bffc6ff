"""exercise: numerical_gradient
wrong: all entries move together
"""
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    point = np.array(x, dtype=float)
    grad = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        grad[index] = (f(point + h) - f(point - h)) / (2 * h)
    return grad
