"""exercise: loss
wrong: a soft target counts as class 0 or 1, whichever is nearer
"""
import numpy as np


def bce_with_logits(z, y):
    y = np.round(y)
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1.0, e) / (1.0 + e)
    loss = np.mean(np.maximum(z, 0) - z * y + np.log1p(e))
    return loss, (p - y) / len(z)
