"""exercise: global_prune
wrong: prunes every layer by itself
"""

import numpy as np


def global_prune_masks(params, fraction):
    masks = []
    for W, _ in params:
        mask = np.ones(W.size, dtype=bool)
        mask[np.argsort(np.abs(W), axis=None)[: int(np.floor(fraction * W.size))]] = False
        masks.append(mask.reshape(W.shape))
    return masks
