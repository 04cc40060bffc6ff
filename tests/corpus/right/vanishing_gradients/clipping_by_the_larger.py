"""exercise: clipping
right: divides by the larger of the norm and max_norm, a 0-d array for the norm
"""
import numpy as np


def clip_by_value(grads, limit):
    return [(np.maximum(-limit, np.minimum(limit, dW)), np.maximum(-limit, np.minimum(limit, db))) for dW, db in grads]


def clip_by_global_norm(grads, max_norm):
    norm = np.array(np.sqrt(sum((dW**2).sum() + (db**2).sum() for dW, db in grads)))
    if norm == 0:
        return [(dW.copy(), db.copy()) for dW, db in grads], norm
    d = np.maximum(norm, max_norm)
    return [
        (dW * (max_norm / d) if d > max_norm else dW, db * (max_norm / d) if d > max_norm else db) for dW, db in grads
    ], norm
