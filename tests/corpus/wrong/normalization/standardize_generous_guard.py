"""exercise: standardize
wrong: takes a spread of a millionth of the mean for rounding
"""
import numpy as np


def standardize(X, mean, std):
    constant = std <= 1e-6 * np.abs(mean)
    divisor = np.where(constant, 1, std)
    return (X - mean) / divisor
