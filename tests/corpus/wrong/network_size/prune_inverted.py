"""exercise: prune
wrong: marks what goes, not what stays
"""

import numpy as np


def prune_mask(W, fraction):
    mask = np.zeros(W.size, dtype=bool)
    mask[np.argsort(np.abs(W), axis=None)[: int(np.floor(fraction * W.size))]] = True
    return mask.reshape(W.shape)
