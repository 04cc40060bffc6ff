"""exercise: clipping
wrong: clips each array by its own norm
"""
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum((dW**2).sum() + (db**2).sum() for dW, db in grads))

    def clip(g):
        own = np.linalg.norm(g)
        return g * (max_norm / own) if own > max_norm else g

    return [(clip(dW), clip(db)) for dW, db in grads], norm
