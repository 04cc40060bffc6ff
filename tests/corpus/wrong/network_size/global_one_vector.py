"""exercise: global_prune
wrong: one long mask
"""

import numpy as np


def global_prune_masks(params, fraction):
    flat = np.concatenate([np.abs(W).ravel() for W, _ in params])
    kept = np.ones(flat.size, dtype=bool)
    kept[np.argsort(flat)[: int(np.floor(fraction * flat.size))]] = False
    return kept
