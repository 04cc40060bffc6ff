"""exercise: numerical_gradient
wrong: x itself is moved by += h and -= 2 h and += h, which is off in the last bit
"""
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    before = np.copy(x)
    point = np.asarray(x, dtype=float)
    grad = np.zeros_like(point)
    try:
        for index in np.ndindex(point.shape):
            point[index] += h
            above = f(point)
            point[index] -= 2 * h
            grad[index] = (above - f(point)) / (2 * h)
            point[index] += h
    except Exception:
        x[...] = before
        raise
    return grad
