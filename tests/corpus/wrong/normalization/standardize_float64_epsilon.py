"""exercise: standardize
wrong: takes the machine epsilon of float64 for float32 data
"""
import numpy as np


def standardize(X, mean, std):
    constant = std <= 16 * np.finfo(float).eps * np.abs(mean)
    return (X - mean) / np.where(constant, 1, std)
