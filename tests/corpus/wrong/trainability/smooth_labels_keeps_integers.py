"""exercise: soft_targets
wrong: writes the result into an array like y: integer labels come back as zeros
"""
import numpy as np


def smooth_labels(y, epsilon):
    out = np.empty_like(y)
    out[...] = epsilon + (1 - 2 * epsilon) * y
    return out
