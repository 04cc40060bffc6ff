"""exercise: clipping
right: one long vector, lists for tuples, a norm with a small number added
"""
import numpy as np


def clip_by_value(grads, limit):
    return tuple([np.minimum(np.maximum(g, -limit), limit) for g in pair] for pair in grads)


def clip_by_global_norm(grads, max_norm):
    norm = np.linalg.norm(np.concatenate([np.ravel(g) for pair in grads for g in pair]))
    scale = min(1.0, max_norm / (norm + 1e-9))
    return [[scale * dW, scale * db] for dW, db in grads], norm
