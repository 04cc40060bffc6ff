"""exercise: numerical_gradient
wrong: f(x) is evaluated for every entry and not used
"""
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    point = np.array(x, dtype=float)
    grad = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        value = point[index]
        here = f(point)
        point[index] = value + h
        above = f(point) - here
        point[index] = value - h
        below = f(point) - here
        point[index] = value
        grad[index] = (above - below) / (2 * h)
    return grad
