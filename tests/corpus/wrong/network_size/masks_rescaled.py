"""exercise: masks
wrong: rescales the survivors as dropout does
"""

import numpy as np


def apply_masks(params, masks):
    return [(W * mask / mask.mean(), b) for (W, b), mask in zip(params, masks)]
