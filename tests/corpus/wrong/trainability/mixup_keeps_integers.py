"""exercise: soft_targets
wrong: fills an array like X, which cuts mixtures of integers
"""

import numpy as np


def mixup(X, y, lam, rng):
    perm = rng.permutation(len(X))
    Xm, ym = np.empty_like(X), np.empty_like(y)
    for i, j in enumerate(perm):
        Xm[i] = lam * X[i] + (1 - lam) * X[j]
        ym[i] = lam * y[i] + (1 - lam) * y[j]
    return Xm, ym
