"""exercise: rmsprop
wrong: updates w in place
"""
import numpy as np


def rmsprop_step(w, g, state, learning_rate, decay=0.9, eps=1e-8):
    s = decay * state.get("s", 0.0) + (1 - decay) * g**2
    w -= learning_rate * g / (np.sqrt(s) + eps)
    return w, {"s": s}
