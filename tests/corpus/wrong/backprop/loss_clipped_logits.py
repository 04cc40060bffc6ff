"""exercise: loss
wrong: logits clipped to [-500, 500]
"""
import numpy as np


def bce_with_logits(z, y):
    z = np.clip(z, -500, 500)
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1.0, e) / (1.0 + e)
    loss = np.mean(np.maximum(z, 0) - z * y + np.log1p(e))
    return loss, (p - y) / len(z)
