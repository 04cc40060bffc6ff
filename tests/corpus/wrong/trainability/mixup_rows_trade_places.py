"""exercise: soft_targets
wrong: makes pairs of rows that are each other's partner
"""

import numpy as np


def mixup(X, y, lam, rng):
    n = len(X)
    p = rng.permutation(n)
    perm = np.arange(n)
    for a, b in zip(p[::2], p[1::2]):
        perm[a], perm[b] = b, a
    return lam * X + (1 - lam) * X[perm], lam * y + (1 - lam) * y[perm]
