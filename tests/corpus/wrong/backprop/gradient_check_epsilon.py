"""exercise: gradient_check
wrong: 1e-12 is added to the denominator against division by zero, which hides small wrong gradients
"""
import numpy as np


def relative_error(a, b):
    return float(np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b) + 1e-12))
