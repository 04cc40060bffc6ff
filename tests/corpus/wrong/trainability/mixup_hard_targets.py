"""exercise: soft_targets
wrong: mixes the inputs and leaves the targets as they are
"""


def mixup(X, y, lam, rng):
    return lam * X + (1 - lam) * X[rng.permutation(len(X))], 1.0 * y
