"""exercise: rmsprop
wrong: stores the mean square of the first step only, and goes on from that one
"""
import numpy as np


def rmsprop_step(w, g, state, learning_rate, decay=0.9, eps=1e-8):
    s = decay * state.get("s", 0.0) + (1 - decay) * g**2
    return w - learning_rate * g / (np.sqrt(s) + eps), state or {"s": s}
