"""exercise: prune
wrong: keeps the floor of what remains, so that the count is rounded up
"""

import numpy as np


def prune_mask(W, fraction):
    order = np.argsort(-np.abs(W), axis=None)
    mask = np.zeros(W.size, dtype=bool)
    mask[order[: int((1 - fraction) * W.size)]] = True
    return mask.reshape(W.shape)
