"""exercises: gradient_check
right: sums of squares, 0-d arrays back, the quotient only where the scale is positive
"""

import numpy as np


def relative_error(a, b):
    def norm(v):
        return np.sqrt(np.sum(np.square(v, dtype=float)))

    scale = norm(a) + norm(b)
    return np.divide(norm(np.subtract(a, b, dtype=float)), scale, out=np.zeros(()), where=scale != 0)


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-6):
    error = relative_error(grad, numerical_gradient(f, x, h))
    return np.array(error <= tolerance), np.array(error)
