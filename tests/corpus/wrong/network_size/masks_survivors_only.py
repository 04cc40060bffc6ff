"""exercise: masks
wrong: returns the surviving weights as a vector
"""

import numpy as np


def apply_masks(params, masks):
    return [(W[mask], b) for (W, b), mask in zip(params, masks)]
