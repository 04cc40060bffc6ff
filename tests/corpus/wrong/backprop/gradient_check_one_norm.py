"""exercise: gradient_check
wrong: the error is divided by the norm of a alone
"""
import numpy as np


def relative_error(a, b):
    scale = np.linalg.norm(a)
    return float(np.linalg.norm(a - b) / scale) if scale != 0 else 0.0
