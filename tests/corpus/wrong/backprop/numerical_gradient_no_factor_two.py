"""exercise: numerical_gradient
wrong: the central difference is divided by h instead of 2 h
"""
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    point = np.array(x, dtype=float)
    grad = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        value = point[index]
        point[index] = value + h
        above = f(point)
        point[index] = value - h
        grad[index] = (above - f(point)) / h
        point[index] = value
    return grad
