"""exercise: masks
wrong: the first layer only
"""

import numpy as np


def sparsity(masks):
    return float(np.mean(~masks[0]))
