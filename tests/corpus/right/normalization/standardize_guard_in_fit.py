"""exercise: standardize
right: the fit itself gives constant features a std of 1, as scikit-learn's scaler does; the rest is one plain line
"""
import numpy as np


def fit_standardizer(X):
    std = X.std(axis=0)
    std[X.max(axis=0) == X.min(axis=0)] = 1
    return X.mean(axis=0), std


def standardize(X, mean, std):
    return (X - mean) / std
