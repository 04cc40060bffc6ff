"""exercise: soft_targets
wrong: adds lam times the partner to the whole example
"""


def mixup(X, y, lam, rng):
    perm = rng.permutation(len(X))
    return X + lam * X[perm], y + lam * y[perm]
