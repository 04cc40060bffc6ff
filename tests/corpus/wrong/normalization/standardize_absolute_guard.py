"""exercise: standardize
wrong: a fixed threshold of 1e-12, which rounding exceeds when the mean is large
"""
import numpy as np


def fit_standardizer(X):
    X = np.asarray(X, dtype=np.float64)
    return X.mean(axis=0), X.std(axis=0)


def standardize(X, mean, std):
    return (np.asarray(X, dtype=np.float64) - mean) / np.where(std < 1e-12, 1, std)
