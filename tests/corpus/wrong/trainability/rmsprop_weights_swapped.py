"""exercise: rmsprop
wrong: puts decay on the new square and 1 - decay on the old mean
"""
import numpy as np


def rmsprop_step(w, g, state, learning_rate, decay=0.9, eps=1e-8):
    s = (1 - decay) * state.get("s", 0.0) + decay * g**2
    return w - learning_rate * g / (np.sqrt(s) + eps), {"s": s}
