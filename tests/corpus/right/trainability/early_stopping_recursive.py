"""exercise: early_stopping
right: from one best epoch to the next, looking ahead over the next `patience` losses
"""
import numpy as np


def early_stopping(losses, patience, min_delta=0.0, best=0):
    ahead = np.asarray(losses[best + 1 : best + 1 + patience])
    better = np.flatnonzero(ahead < losses[best] - min_delta)
    if better.size:
        return early_stopping(losses, patience, min_delta, best + 1 + better[0])
    return min(best + patience, len(losses) - 1), best
