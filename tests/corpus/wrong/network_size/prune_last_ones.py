"""exercise: prune
wrong: keeps the last entries of the order: order[-0:] is all of them
"""

import numpy as np


def prune_mask(W, fraction):
    kept = W.size - int(np.floor(fraction * W.size))
    mask = np.zeros(W.size, dtype=bool)
    mask[np.argsort(np.abs(W), axis=None)[-kept:]] = True
    return mask.reshape(W.shape)
