"""exercise: masks
wrong: the share that is kept
"""

import numpy as np


def sparsity(masks):
    return sum(mask.sum() for mask in masks) / sum(mask.size for mask in masks)
