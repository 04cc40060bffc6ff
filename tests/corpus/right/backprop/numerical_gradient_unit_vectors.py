"""exercises: numerical_gradient
right: adds and subtracts unit vectors, so that a 0-d x becomes a scalar
"""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=np.float64)
    grad = np.empty(x.shape)
    for i in range(x.size):
        e = np.zeros(x.shape)
        e.flat[i] = h
        grad.flat[i] = 0.5 * (f(x + e) - f(x - e)) / h
    return grad
