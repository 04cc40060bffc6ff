"""exercise: masks
wrong: the number of pruned weights
"""

import numpy as np


def sparsity(masks):
    return float(sum(np.sum(~mask) for mask in masks))
