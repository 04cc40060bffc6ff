"""exercise: prune
wrong: takes magnitudes in place
"""

import numpy as np


def prune_mask(W, fraction):
    mask = np.ones(W.size, dtype=bool)
    np.abs(W, out=W)
    mask[np.argsort(W, axis=None)[: int(np.floor(fraction * W.size))]] = False
    return mask.reshape(W.shape)
