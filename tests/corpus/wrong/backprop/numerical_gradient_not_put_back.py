"""exercise: numerical_gradient
wrong: an entry stays at x - h when the next one moves, far enough to be seen: the step is taken from the moved point twice
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
        grad[index] = (above - f(point)) / (2 * h)
        point[index] = 0.0
    return grad
