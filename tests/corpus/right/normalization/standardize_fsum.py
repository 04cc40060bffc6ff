"""exercise: standardize
right: math.fsum and loops, a guard of 64 eps
"""
import numpy as np, math


def fit_standardizer(X):
    cols = [list(map(float, c)) for c in X.T]
    means = [math.fsum(c) / len(c) for c in cols]
    return np.array(means), np.array(
        [math.sqrt(math.fsum((v - mu) ** 2 for v in c) / len(c)) for c, mu in zip(cols, means)]
    )


def standardize(X, mean, std):
    Z = np.empty(X.shape)
    for j in range(X.shape[1]):
        const = std[j] <= 64 * np.finfo(X.dtype if X.dtype.kind == "f" else float).eps * abs(mean[j])
        for i in range(X.shape[0]):
            Z[i, j] = 0.0 if const else (X[i, j] - mean[j]) / std[j]
    return Z
