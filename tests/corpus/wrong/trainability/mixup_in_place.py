"""exercise: soft_targets
wrong: multiplies the caller's batch in place
"""


def mixup(X, y, lam, rng):
    perm = rng.permutation(len(X))
    X_other, y_other = X[perm], y[perm]
    X *= lam
    y *= lam
    return X + (1 - lam) * X_other, y + (1 - lam) * y_other
