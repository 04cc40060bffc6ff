"""exercise: prune
wrong: keeps what is larger than the k-th smallest magnitude: ties go together
"""

import numpy as np


def prune_mask(W, fraction):
    count = int(np.floor(fraction * W.size))
    if count == 0:
        return np.ones(W.shape, dtype=bool)
    return np.abs(W) > np.sort(np.abs(W), axis=None)[count - 1]
