"""exercise: prune
wrong: forgets the shape
"""

import numpy as np


def prune_mask(W, fraction):
    mask = np.ones(W.size, dtype=bool)
    mask[np.argsort(np.abs(W), axis=None)[: int(np.floor(fraction * W.size))]] = False
    return mask
