"""exercise: numerical_gradient
wrong: the step is always 1e-5, whatever h is
"""
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    h = 1e-5
    point = np.array(x, dtype=float)
    grad = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        value = point[index]
        point[index] = value + h
        above = f(point)
        point[index] = value - h
        grad[index] = (above - f(point)) / (2 * h)
        point[index] = value
    return grad
