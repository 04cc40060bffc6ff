"""exercise: prune
wrong: takes the places of argsort for ranks
"""

import numpy as np


def prune_mask(W, fraction):
    order = np.argsort(np.abs(W), axis=None).reshape(W.shape)
    return order >= int(np.floor(fraction * W.size))
