"""exercise: standardize
wrong: compares every std with the rounding of the largest mean
"""
import numpy as np


def standardize(X, mean, std):
    constant = std <= 16 * np.finfo(std.dtype).eps * np.abs(mean).max()
    divisor = np.where(constant, 1, std)
    return (X - mean) / divisor
