"""exercise: clipping
wrong: leaves the biases out of the norm
"""
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum((dW**2).sum() for dW, db in grads))
    scale = max_norm / norm if norm > max_norm else 1.0
    return [(dW * scale, db * scale) for dW, db in grads], norm
