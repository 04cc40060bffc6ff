"""exercise: soft_targets
right: shuffles rows of X and y side by side; moves from the partner to the row
"""

import numpy as np


def smooth_labels(y, epsilon):
    return 0.5 + (1 - 2 * epsilon) * (y - 0.5)


def mixup(X, y, lam, rng):
    joint = np.hstack([X, y]).astype(float)
    other = rng.permutation(joint)
    mixed = other + lam * (joint - other)
    return [mixed[:, : X.shape[1]], mixed[:, X.shape[1] :]]
