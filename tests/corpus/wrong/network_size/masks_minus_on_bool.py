"""exercise: masks
wrong: pruned over kept
"""

import numpy as np


def sparsity(masks):
    return sum((~mask).sum() for mask in masks) / max(sum(mask.sum() for mask in masks), 1)
