"""exercise: gradient_check
wrong: compares the first three entries only
"""

import numpy as np


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-6):
    error = relative_error(np.ravel(grad)[:3], np.ravel(numerical_gradient(f, x, h))[:3])
    return bool(error <= tolerance), error
