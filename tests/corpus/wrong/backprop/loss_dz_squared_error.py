"""exercise: loss
wrong: dz keeps the sigmoid's derivative, as for a squared error
"""
import numpy as np


def bce_with_logits(z, y):
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1.0, e) / (1.0 + e)
    loss = np.mean(np.maximum(z, 0) - z * y + np.log1p(e))
    return loss, (p - y) * p * (1 - p) / len(z)
