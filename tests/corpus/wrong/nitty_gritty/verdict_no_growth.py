"""exercise: verdict
wrong: the growth of the loss is forgotten
"""
import numpy as np


def verdict(history):
    loss, accuracy = np.array(history["loss"]), np.array(history["accuracy"])
    if not np.isfinite(loss).all():
        return "diverged"
    if loss.min() >= 0.99 * loss[0] and np.all(np.abs(accuracy - 0.5) <= 0.05):
        return "not learning"
    if accuracy[-1] >= 0.95:
        return "learned"
    return "slow"
