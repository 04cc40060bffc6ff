"""exercise: prune
right: ties are broken at random, columns before rows
"""

import numpy as np


def prune_mask(W, fraction):
    noise = np.random.default_rng(0).random(W.size)
    order = np.lexsort((noise, np.abs(W.ravel(order="F"))))
    flat = np.ones(W.size, bool)
    flat[order[: int(np.floor(fraction * W.size))]] = False
    return flat.reshape(W.shape, order="F")
