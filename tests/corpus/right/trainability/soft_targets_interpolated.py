"""exercise: soft_targets
right: np.interp for the line; the permutation by sorting random keys, applied as a matrix
"""
import numpy as np


def smooth_labels(y, epsilon):
    return np.interp(y, [0, 1], [epsilon, 1 - epsilon])


def mixup(X, y, lam, rng):
    order = np.argsort(rng.random(len(X)))
    P = lam * np.eye(len(X)) + (1 - lam) * np.eye(len(X))[order]
    return np.einsum("ij,jk->ik", P, X), P @ y
