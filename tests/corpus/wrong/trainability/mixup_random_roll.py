"""exercise: soft_targets
wrong: rolls the batch by a random number of places: a rotation, not any permutation
"""
import numpy as np


def mixup(X, y, lam, rng):
    shift = rng.integers(1, len(X))
    return lam * X + (1 - lam) * np.roll(X, shift, axis=0), lam * y + (1 - lam) * np.roll(y, shift, axis=0)
