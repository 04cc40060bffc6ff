"""exercise: gradient_check
wrong: two arrays of zeros give NaN
"""
import numpy as np


def relative_error(a, b):
    return np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
