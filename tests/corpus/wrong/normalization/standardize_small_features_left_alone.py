"""exercise: standardize
wrong: a fixed threshold of 1e-8 takes features in small units for constants
"""
import numpy as np


def fit_standardizer(X):
    X = np.asarray(X, dtype=np.float64)
    return X.mean(axis=0), X.std(axis=0)


def standardize(X, mean, std):
    return (np.asarray(X, dtype=np.float64) - mean) / np.where(std < 1e-8, 1, std)
