"""exercise: standardize
right: an infinite divisor for constant features
"""
import numpy as np


def standardize(X, mean, std):
    tiny = 16 * np.finfo(std.dtype).eps * abs(mean)
    return (X - mean) / np.where(std <= tiny, np.inf, std)
