"""exercise: prune
wrong: a mask of zeros and ones as floats
"""

import numpy as np


def prune_mask(W, fraction):
    mask = np.ones(W.size)
    mask[np.argsort(np.abs(W), axis=None)[: int(np.floor(fraction * W.size))]] = 0
    return mask.reshape(W.shape)
