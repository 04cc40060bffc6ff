"""exercise: gradient_check
wrong: sums of squares without the square root
"""
import numpy as np


def relative_error(a, b):
    scale = np.sum(np.square(a)) + np.sum(np.square(b))
    return float(np.sum(np.square(a - b)) / scale) if scale != 0 else 0.0
