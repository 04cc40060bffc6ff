"""exercise: loss
wrong: the loss is counted in bits: a logarithm to base 2
"""
import numpy as np


def bce_with_logits(z, y):
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1.0, e) / (1.0 + e)
    loss = np.mean(np.maximum(z, 0) - z * y + np.log1p(e))
    return loss / np.log(2), (p - y) / len(z)
