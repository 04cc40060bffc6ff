"""exercise: standardize
wrong: scales nothing when any feature is constant
"""
import numpy as np


def standardize(X, mean, std):
    constant = std <= 16 * np.finfo(std.dtype).eps * np.abs(mean)
    divisor = 1 if constant.any() else std
    return (X - mean) / divisor
