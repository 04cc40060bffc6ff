"""exercise: global_prune
wrong: one threshold for all: ties go together
"""

import numpy as np


def global_prune_masks(params, fraction):
    flat = np.sort(np.concatenate([np.abs(W).ravel() for W, _ in params]))
    count = int(np.floor(fraction * flat.size))
    if count == 0:
        return [np.ones(W.shape, dtype=bool) for W, _ in params]
    return [np.abs(W) > flat[count - 1] for W, _ in params]
