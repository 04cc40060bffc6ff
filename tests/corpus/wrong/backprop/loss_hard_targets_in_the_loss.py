"""exercise: loss
wrong: only the term of the true class is computed, and a soft target has none
"""
import numpy as np


def bce_with_logits(z, y):
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1.0, e) / (1.0 + e)
    loss = np.mean(np.where(y == 1, np.logaddexp(0, -z), np.logaddexp(0, z)))
    return loss, (p - y) / len(z)
