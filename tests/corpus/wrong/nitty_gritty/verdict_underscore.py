"""exercise: verdict
wrong: not_learning with an underscore
"""

import numpy as np


def verdict(history):
    losses, accuracies = np.array(history["loss"]), np.array(history["accuracy"])
    if not np.isfinite(losses).all() or losses[-1] > 10 * losses[0]:
        return "diverged"
    if losses.min() >= 0.99 * losses[0] and (np.abs(accuracies - 0.5) <= 0.05).all():
        return "not_learning"
    return "learned" if accuracies[-1] >= 0.95 else "slow"
