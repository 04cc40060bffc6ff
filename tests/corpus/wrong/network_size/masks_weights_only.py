"""exercise: masks
wrong: returns the weights without the biases
"""

import numpy as np


def apply_masks(params, masks):
    return [W * mask for (W, _), mask in zip(params, masks)]
