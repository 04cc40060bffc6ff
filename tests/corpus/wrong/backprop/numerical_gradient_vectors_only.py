"""exercise: numerical_gradient
wrong: the loop runs over the first axis only
"""
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    point = np.array(x, dtype=float)
    grad = np.zeros_like(point)
    for i in range(len(point)):
        value = np.copy(point[i])
        point[i] = value + h
        above = f(point)
        point[i] = value - h
        grad[i] = (above - f(point)) / (2 * h)
        point[i] = value
    return grad
