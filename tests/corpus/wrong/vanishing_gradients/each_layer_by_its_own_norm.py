"""exercise: clipping
wrong: clips each layer by the norm of its own pair
"""
import numpy as np


def clip_by_global_norm(grads, max_norm):
    out = []
    for dW, db in grads:
        n = np.sqrt((dW**2).sum() + (db**2).sum())
        s = min(1.0, max_norm / n) if n > 0 else 1.0
        out.append((dW * s, db * s))
    return out, float(np.sqrt(sum((dW**2).sum() + (db**2).sum() for dW, db in grads)))
