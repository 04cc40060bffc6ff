"""exercise: numerical_gradient
wrong: float32 points stay float32
"""
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    point = 1.0 * np.array(x)
    grad = np.zeros(np.shape(x))
    point = np.array(point)
    for index in np.ndindex(point.shape):
        value = point[index]
        point[index] = value + h
        above = f(point)
        point[index] = value - h
        grad[index] = (above - f(point)) / (2 * h)
        point[index] = value
    return grad
