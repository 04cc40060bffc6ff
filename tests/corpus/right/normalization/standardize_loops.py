"""exercise: standardize
right: plain Python loops over features and examples
"""
import math

import numpy as np


def fit_standardizer(X):
    m, n = X.shape
    means, stds = [], []
    for j in range(n):
        column = [float(X[i, j]) for i in range(m)]
        mean = math.fsum(column) / m
        means.append(mean)
        stds.append(math.sqrt(math.fsum((value - mean) ** 2 for value in column) / m))
    return np.array(means), np.array(stds)


def standardize(X, mean, std):
    Z = np.zeros(X.shape)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            if std[j] > 16 * np.finfo(np.float64).eps * abs(mean[j]):
                Z[i, j] = (X[i, j] - mean[j]) / std[j]
    return Z
