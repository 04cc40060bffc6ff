"""exercise: loss
wrong: dz lacks the factor 1/m
"""
import numpy as np


def bce_with_logits(z, y):
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1.0, e) / (1.0 + e)
    loss = np.mean(np.maximum(z, 0) - z * y + np.log1p(e))
    return loss, p - y
