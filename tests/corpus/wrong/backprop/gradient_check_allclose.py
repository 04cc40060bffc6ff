"""exercise: gradient_check
wrong: np.allclose may overrule the tolerance
"""
import numpy as np


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-6):
    numeric = numerical_gradient(f, x, h)
    error = relative_error(grad, numeric)
    return bool(error <= tolerance or np.allclose(grad, numeric)), error
