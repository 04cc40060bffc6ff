"""exercise: gradient_check
wrong: x is flattened, and f cannot take it
"""
import numpy as np


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-6):
    numeric = numerical_gradient(f, np.ravel(x), h)
    error = relative_error(np.ravel(grad), numeric)
    return bool(error <= tolerance), error
