"""exercise: standardize
wrong: writes the harmless divisor into the caller's std
"""
import numpy as np


def standardize(X, mean, std):
    std[std <= 16 * np.finfo(std.dtype).eps * np.abs(mean)] = 1
    return (X - mean) / std
