"""exercise: soft_targets
wrong: writes into the labels that it was given
"""

import numpy as np


def smooth_labels(y, epsilon):
    y = np.asarray(y, dtype=float)
    y *= 1 - 2 * epsilon
    y += epsilon
    return y
