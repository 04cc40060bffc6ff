"""exercise: gradient_check
wrong: the norms of the gradients are compared instead of the gradients
"""
import numpy as np


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-6):
    error = relative_error(np.linalg.norm(grad), np.linalg.norm(numerical_gradient(f, x, h)))
    return bool(error <= tolerance), error
