"""exercise: numerical_gradient
wrong: x is copied in its own dtype, and an integer copy cannot move by h
"""
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    point = np.copy(x)
    grad = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        value = point[index]
        point[index] = value + h
        above = f(point)
        point[index] = value - h
        grad[index] = (above - f(point)) / (2 * h)
        point[index] = value
    return grad
