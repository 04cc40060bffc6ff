"""exercise: numerical_gradient
wrong: f is given a flattened x
"""
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    flat = np.array(x, dtype=float).ravel()
    grad = np.zeros_like(flat)
    for i in range(flat.size):
        value = flat[i]
        flat[i] = value + h
        above = f(flat)
        flat[i] = value - h
        grad[i] = (above - f(flat)) / (2 * h)
        flat[i] = value
    return grad.reshape(np.shape(x))
