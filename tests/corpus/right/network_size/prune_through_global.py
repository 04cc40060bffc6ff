"""exercise: prune
right: a network of one layer, through global_prune_masks
"""

import numpy as np


def prune_mask(W, fraction):
    return global_prune_masks([(W, np.zeros(W.shape[1]))], fraction)[0]
