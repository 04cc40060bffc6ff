"""exercise: soft_targets
wrong: draws again until no row is its own partner
"""

import numpy as np


def mixup(X, y, lam, rng):
    n = len(X)
    perm = rng.permutation(n)
    while n > 1 and np.any(perm == np.arange(n)):
        perm = rng.permutation(n)
    return lam * X + (1 - lam) * X[perm], lam * y + (1 - lam) * y[perm]
