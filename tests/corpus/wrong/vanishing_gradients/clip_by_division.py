"""exercise: clipping
wrong: divides by the larger of |g| and the limit: 0 / 0 at limit 0
"""
import numpy as np


def clip_by_value(grads, limit):
    def clip(g):
        return g * limit / np.maximum(np.abs(g), limit)

    return [(clip(dW), clip(db)) for dW, db in grads]
