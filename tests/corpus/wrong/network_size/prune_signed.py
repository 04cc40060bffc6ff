"""exercise: prune
wrong: sorts the weights, not their magnitudes
"""

import numpy as np


def prune_mask(W, fraction):
    mask = np.ones(W.size, dtype=bool)
    mask[np.argsort(W, axis=None)[: int(np.floor(fraction * W.size))]] = False
    return mask.reshape(W.shape)
