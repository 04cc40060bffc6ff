"""exercise: soft_targets
wrong: draws partners with rng.integers, so that some rows come twice and others never
"""


def mixup(X, y, lam, rng):
    partner = rng.integers(0, len(X), len(X))
    return lam * X + (1 - lam) * X[partner], lam * y + (1 - lam) * y[partner]
