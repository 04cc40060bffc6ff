"""exercise: clipping
wrong: adds the arrays' norms in place of their squares
"""
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = sum(np.linalg.norm(dW) + np.linalg.norm(db) for dW, db in grads)
    scale = max_norm / norm if norm > max_norm else 1.0
    return [(dW * scale, db * scale) for dW, db in grads], norm
