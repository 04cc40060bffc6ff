"""exercise: prune
wrong: the distance from the mean weight in place of the magnitude
"""

import numpy as np


def prune_mask(W, fraction):
    count = int(np.floor(fraction * W.size))
    kept = np.ones(W.size, dtype=bool)
    kept[np.argsort(np.abs(W - W.mean()), axis=None)[:count]] = False
    return kept.reshape(W.shape)
