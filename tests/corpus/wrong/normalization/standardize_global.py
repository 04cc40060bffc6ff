"""exercise: standardize
wrong: one mean and one standard deviation for all features together
"""
import numpy as np


def fit_standardizer(X):
    n = X.shape[1]
    return np.full(n, X.mean()), np.full(n, X.std())
