"""exercise: soft_targets
wrong: draws the permutation from NumPy's global state and ignores rng
"""
import numpy as np


def mixup(X, y, lam, rng):
    perm = np.random.permutation(len(X))
    return lam * X + (1 - lam) * X[perm], lam * y + (1 - lam) * y[perm]
