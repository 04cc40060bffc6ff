"""exercise: standardize
wrong: fits the data at hand again, so that test data are scaled by their own statistics
"""
import numpy as np


def standardize(X, mean, std):
    mean, std = X.mean(axis=0), X.std(axis=0)
    constant = std <= 16 * np.finfo(std.dtype).eps * np.abs(mean)
    return (X - mean) / np.where(constant, 1, std)
