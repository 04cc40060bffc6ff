"""exercise: masks
wrong: zero where the mask is True
"""

import numpy as np


def apply_masks(params, masks):
    return [(W * ~mask, b) for (W, b), mask in zip(params, masks)]
