"""exercise: loss
wrong: probabilities are written into an array of the logits' dtype, which cuts them to 0 for integers
"""
import numpy as np


def bce_with_logits(z, y):
    e = np.exp(-np.abs(z))
    loss = np.mean(np.maximum(z, 0) - z * y + np.log1p(e))
    p = np.empty_like(z)
    p[z >= 0] = (1 / (1 + e))[z >= 0]
    p[z < 0] = (e / (1 + e))[z < 0]
    return loss, (p - y) / len(z)
