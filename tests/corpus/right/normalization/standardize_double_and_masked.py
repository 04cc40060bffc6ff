"""exercise: standardize
right: everything in float64, the division only where there is something to divide by
"""
import numpy as np


def fit_standardizer(X):
    X = np.asarray(X, dtype=np.float64)
    mean = np.einsum("ij->j", X) / len(X)
    deviation = X - mean
    return mean, np.sqrt(np.einsum("ij,ij->j", deviation, deviation) / len(X))


def standardize(X, mean, std):
    varies = np.broadcast_to(std > 20 * np.finfo(std.dtype).eps * np.abs(mean), X.shape)
    return np.divide(X - mean, std, out=np.zeros(X.shape), where=varies)
