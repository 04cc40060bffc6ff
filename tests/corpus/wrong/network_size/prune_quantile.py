"""exercise: prune
wrong: a quantile as threshold
"""

import numpy as np


def prune_mask(W, fraction):
    return np.abs(W) > np.quantile(np.abs(W), fraction)
