"""exercise: clipping
wrong: scales small gradients up to max_norm as well
"""
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum((dW**2).sum() + (db**2).sum() for dW, db in grads))
    scale = max_norm / (norm + 1e-12)
    return [(dW * scale, db * scale) for dW, db in grads], norm
