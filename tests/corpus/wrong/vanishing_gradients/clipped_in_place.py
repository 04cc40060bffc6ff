"""exercise: clipping
wrong: scales the caller's arrays
"""
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum((dW**2).sum() + (db**2).sum() for dW, db in grads))
    scale = max_norm / norm if norm > max_norm else 1.0
    for dW, db in grads:
        dW *= scale
        db *= scale
    return grads, norm
