"""exercise: prune
wrong: the same threshold, where a count of 0 takes the largest magnitude
"""

import numpy as np


def prune_mask(W, fraction):
    count = int(np.floor(fraction * W.size))
    return np.abs(W) > np.sort(np.abs(W), axis=None)[count - 1]
