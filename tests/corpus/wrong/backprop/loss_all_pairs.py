"""exercise: loss
wrong: flattens y against a column of logits in the loss
"""

import numpy as np


def bce_with_logits(z, y):
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1, e) / (1 + e)
    return float(np.mean(np.maximum(z, 0) - z * y.ravel() + np.log1p(e))), (p - y) / len(z)
