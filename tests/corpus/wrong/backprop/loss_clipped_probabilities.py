"""exercise: loss
wrong: probabilities clipped to [1e-12, 1 - 1e-12], so that no loss exceeds 27.6
"""
import numpy as np


def bce_with_logits(z, y):
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1.0, e) / (1.0 + e)
    q = np.clip(p, 1e-12, 1 - 1e-12)
    loss = -np.mean(y * np.log(q) + (1 - y) * np.log(1 - q))
    return loss, (p - y) / len(z)
