"""exercise: gradient_check
wrong: np.linalg.norm(matrix, 2) is the spectral norm
"""
import numpy as np


def relative_error(a, b):
    a, b = np.atleast_1d(a), np.atleast_1d(b)
    if a.ndim > 2:
        a, b = a.ravel(), b.ravel()
    scale = np.linalg.norm(a, 2) + np.linalg.norm(b, 2)
    return float(np.linalg.norm(a - b, 2) / scale) if scale != 0 else 0.0
