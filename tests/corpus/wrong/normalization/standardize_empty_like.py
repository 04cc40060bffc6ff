"""exercise: standardize
wrong: fills an array of X's own dtype, so that integers are cut off
"""
import numpy as np


def standardize(X, mean, std):
    Z = np.empty_like(X)
    for j in range(X.shape[1]):
        constant = std[j] <= 16 * np.finfo(std.dtype).eps * abs(mean[j])
        Z[:, j] = (X[:, j] - mean[j]) / (1 if constant else std[j])
    return Z
