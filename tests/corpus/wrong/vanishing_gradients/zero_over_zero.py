"""exercise: clipping
wrong: divides by the norm first, which is 0 / 0 for zero gradients
"""
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum((dW**2).sum() + (db**2).sum() for dW, db in grads))
    scale = np.minimum(norm, max_norm) / norm
    return [(dW * scale, db * scale) for dW, db in grads], norm
