"""exercise: clipping
wrong: clips only when the norm is more than twice max_norm
"""
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum((dW**2).sum() + (db**2).sum() for dW, db in grads))
    scale = max_norm / norm if norm > 2 * max_norm else 1.0
    return [(dW * scale, db * scale) for dW, db in grads], norm
