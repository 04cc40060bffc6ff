"""exercise: gradient_check
wrong: the difference is computed inside the claimed gradient
"""
import numpy as np


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-6):
    numeric = numerical_gradient(f, x, h)
    scale = np.linalg.norm(grad) + np.linalg.norm(numeric)
    grad -= numeric
    error = float(np.linalg.norm(grad) / scale)
    return bool(error <= tolerance), error
