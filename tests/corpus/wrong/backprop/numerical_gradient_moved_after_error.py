"""exercise: numerical_gradient
wrong: x itself is moved and put back, but not when f raises
"""
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    point = np.asarray(x, dtype=float)
    grad = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        value = point[index].copy()
        point[index] = value + h
        above = f(point)
        point[index] = value - h
        grad[index] = (above - f(point)) / (2 * h)
        point[index] = value
    return grad
