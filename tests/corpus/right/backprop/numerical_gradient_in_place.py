"""exercise: numerical_gradient
right: moves x itself when it is float64, and puts it back by assignment in a finally block; nditer for the indices
"""
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    if not h > 0:
        raise ValueError(f"h is {h}; it must be positive")
    x = np.asarray(x, dtype=np.float64)
    grad = np.zeros(x.shape)
    indices = np.nditer(x, flags=["multi_index", "zerosize_ok"])
    while not indices.finished:
        i = indices.multi_index
        old = x[i].copy()
        try:
            x[i] = old + h
            plus = f(x)
            x[i] = old - h
            minus = f(x)
        finally:
            x[i] = old
        grad[i] = (plus - minus) / 2 / h
        indices.iternext()
    return grad
