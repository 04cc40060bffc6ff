"""exercise: clipping
wrong: adds 0.001 to the norm to keep the division safe
"""
import numpy as np


def clip_by_global_norm(grads, max_norm):
    n = np.sqrt(sum((g**2).sum() for p in grads for g in p))
    s = min(1.0, max_norm / (n + 1e-3))
    return [(s * dW, s * db) for dW, db in grads], n
