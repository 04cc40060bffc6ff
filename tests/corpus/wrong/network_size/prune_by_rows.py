"""exercise: prune
wrong: prunes every row by itself
"""

import numpy as np


def prune_mask(W, fraction):
    mask = np.ones(W.shape, dtype=bool)
    count = int(np.floor(fraction * W.shape[1]))
    for row, kept in zip(np.abs(W), mask):
        kept[np.argsort(row)[:count]] = False
    return mask
