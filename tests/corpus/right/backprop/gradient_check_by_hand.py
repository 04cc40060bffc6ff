"""exercise: gradient_check
right: norms from sums of squares, NaN asked for by name, a list with NumPy's own bool and 0-d array
"""
import numpy as np


def relative_error(a, b):
    a, b = np.ravel(np.asarray(a, dtype=float)), np.ravel(np.asarray(b, dtype=float))
    if not a.any() and not b.any():
        return 0.0
    return np.sqrt(((a - b) ** 2).sum()) / (np.sqrt((a**2).sum()) + np.sqrt((b**2).sum()))


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-6):
    numeric = numerical_gradient(f, x, h)
    error = np.asarray(relative_error(numeric, grad))
    return [np.logical_and(~np.isnan(error), error <= tolerance), error]
