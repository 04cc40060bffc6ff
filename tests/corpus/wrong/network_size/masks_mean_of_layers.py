"""exercise: masks
wrong: the mean of the layers' shares
"""

import numpy as np


def sparsity(masks):
    return np.mean([np.mean(~mask) for mask in masks])
