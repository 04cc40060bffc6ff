"""exercise: prune
wrong: counts only weights that are not zero yet
"""

import numpy as np


def prune_mask(W, fraction):
    nz = np.count_nonzero(W)
    count = int(np.floor(fraction * nz))
    kept = np.ones(W.size, dtype=bool)
    kept[np.argsort(np.abs(W), axis=None)[:count]] = False
    return kept.reshape(W.shape)
