"""exercise: gradient_check
wrong: the sum of squares runs over rows and columns, so three axes give an array
"""
import numpy as np


def relative_error(a, b):
    def norm(array):
        return np.sqrt(sum(value**2 for row in np.atleast_2d(array) for value in row))

    scale = norm(a) + norm(b)
    return norm(a - b) / scale if np.any(scale != 0) else 0.0
