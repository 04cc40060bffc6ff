"""exercise: masks
wrong: removes the bias of a unit that lost all its weights
"""

import numpy as np


def apply_masks(params, masks):
    return [(W * mask, b * mask.any(axis=0)) for (W, b), mask in zip(params, masks)]
