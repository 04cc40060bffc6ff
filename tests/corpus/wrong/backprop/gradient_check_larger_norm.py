"""exercise: gradient_check
wrong: the error is divided by the larger norm instead of the sum
"""
import numpy as np


def relative_error(a, b):
    scale = max(np.linalg.norm(a), np.linalg.norm(b))
    return float(np.linalg.norm(a - b) / scale) if scale != 0 else 0.0
