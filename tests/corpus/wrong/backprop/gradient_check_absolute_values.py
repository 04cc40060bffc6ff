"""exercise: gradient_check
wrong: sizes are compared without their signs
"""
import numpy as np


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-6):
    error = relative_error(np.abs(grad), np.abs(numerical_gradient(f, x, h)))
    return bool(error <= tolerance), error
