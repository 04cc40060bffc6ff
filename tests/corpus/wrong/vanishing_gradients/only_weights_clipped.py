"""exercise: clipping
wrong: scales the weights' gradients and leaves the biases'
"""
import numpy as np


def clip_by_global_norm(grads, max_norm):
    n = np.sqrt(sum((g**2).sum() for p in grads for g in p))
    s = max_norm / n if n > max_norm else 1.0
    return [(s * dW, db) for dW, db in grads], n
