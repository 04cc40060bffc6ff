"""exercise: prune
wrong: rounds the count
"""

import numpy as np


def prune_mask(W, fraction):
    mask = np.ones(W.size, dtype=bool)
    mask[np.argsort(np.abs(W), axis=None)[: int(round(fraction * W.size))]] = False
    return mask.reshape(W.shape)
