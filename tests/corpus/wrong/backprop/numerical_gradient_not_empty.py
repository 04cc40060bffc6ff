"""exercise: numerical_gradient
wrong: nditer without zerosize_ok refuses empty arrays
"""
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    point = np.array(x, dtype=float)
    grad = np.zeros_like(point)
    indices = np.nditer(point, flags=["multi_index"])
    for _ in indices:
        index = indices.multi_index
        value = x[index].astype(float)
        point[index] = value + h
        above = f(point)
        point[index] = value - h
        grad[index] = (above - f(point)) / (2 * h)
        point[index] = value
    return grad
