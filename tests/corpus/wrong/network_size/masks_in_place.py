"""exercise: masks
wrong: multiplies in place
"""

import numpy as np


def apply_masks(params, masks):
    for (W, _), mask in zip(params, masks):
        W *= mask
    return params
