"""exercise: gradient_check
wrong: the claimed gradient is compared with one-sided differences, which reject it
"""
import numpy as np


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-6):
    x = np.array(x, dtype=float)
    numeric = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = h
        numeric[index] = (f(x + step) - f(x)) / h
    error = relative_error(grad, numeric)
    return bool(error <= tolerance), error
