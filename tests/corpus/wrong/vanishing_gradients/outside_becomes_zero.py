"""exercise: clipping
wrong: sets entries outside the limits to zero
"""
import numpy as np


def clip_by_value(grads, limit):
    return [(np.where(np.abs(dW) > limit, 0.0, dW), np.where(np.abs(db) > limit, 0.0, db)) for dW, db in grads]
