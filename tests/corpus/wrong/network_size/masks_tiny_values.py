"""exercise: masks
wrong: a small value in place of zero
"""

import numpy as np


def apply_masks(params, masks):
    return [(np.where(mask, W, 1e-8), b) for (W, b), mask in zip(params, masks)]
