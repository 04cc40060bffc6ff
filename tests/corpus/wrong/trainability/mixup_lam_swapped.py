"""exercise: soft_targets
wrong: lam weighs the shuffled batch and 1 - lam the batch itself
"""


def mixup(X, y, lam, rng):
    perm = rng.permutation(len(X))
    return (1 - lam) * X + lam * X[perm], (1 - lam) * y + lam * y[perm]
