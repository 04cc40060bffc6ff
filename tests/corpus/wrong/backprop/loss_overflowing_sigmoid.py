"""exercise: loss
wrong: the sigmoid in dz overflows in exp(-z) on its way to 0
"""
import numpy as np


def bce_with_logits(z, y):
    loss = np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))
    p = 1.0 / (1.0 + np.exp(-1.0 * z))
    return loss, (p - y) / len(z)
