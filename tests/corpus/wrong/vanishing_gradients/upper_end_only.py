"""exercise: clipping
wrong: clips large positive entries only
"""
import numpy as np


def clip_by_value(grads, limit):
    return [(np.minimum(dW, limit), np.minimum(db, limit)) for dW, db in grads]
