"""exercise: gradient_check
wrong: the largest relative error of a single entry
"""
import numpy as np


def relative_error(a, b):
    a, b = np.asarray(a), np.asarray(b)
    gap, scale = np.abs(a - b), np.abs(a) + np.abs(b)
    return float(np.max(np.where(scale > 0, gap / np.where(scale > 0, scale, 1), 0.0)))
