"""exercise: soft_targets
wrong: draws a second permutation for the targets
"""


def mixup(X, y, lam, rng):
    mixed = lam * X + (1 - lam) * X[rng.permutation(len(X))]
    return mixed, lam * y + (1 - lam) * y[rng.permutation(len(y))]
