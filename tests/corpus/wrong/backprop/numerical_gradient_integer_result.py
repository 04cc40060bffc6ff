"""exercise: numerical_gradient
wrong: the gradient is collected in an array of x's dtype
"""
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    point = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for index in np.ndindex(point.shape):
        value = point[index]
        point[index] = value + h
        above = f(point)
        point[index] = value - h
        grad[index] = (above - f(point)) / (2 * h)
        point[index] = value
    return 1.0 * grad
