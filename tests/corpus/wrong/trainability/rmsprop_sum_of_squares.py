"""exercise: rmsprop
wrong: adds the squares up without the weight 1 - decay
"""
import numpy as np


def rmsprop_step(w, g, state, learning_rate, decay=0.9, eps=1e-8):
    s = decay * state.get("s", 0.0) + g**2
    return w - learning_rate * g / (np.sqrt(s) + eps), {"s": s}
