"""exercise: gradient_check
wrong: a small absolute difference passes, too
"""

import numpy as np


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-6):
    estimate = numerical_gradient(f, x, h)
    error = relative_error(grad, estimate)
    return bool(error <= tolerance or np.abs(grad - estimate).max() < 1e-7), error
