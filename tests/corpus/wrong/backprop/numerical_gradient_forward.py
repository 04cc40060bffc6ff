"""exercise: numerical_gradient
wrong: one-sided difference, (f(x + h) - f(x)) / h, at the price of two calls
"""
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    point = np.array(x, dtype=float)
    grad = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        value = point[index]
        here = f(point)
        point[index] = value + h
        grad[index] = (f(point) - here) / h
        point[index] = value
    return grad
