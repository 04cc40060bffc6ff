"""exercise: rmsprop
wrong: updates the mean square in the array that the state holds
"""
import numpy as np


def rmsprop_step(w, g, state, learning_rate, decay=0.9, eps=1e-8):
    s = state.setdefault("s", np.zeros(g.shape))
    s *= decay
    s += (1 - decay) * g**2
    return w - learning_rate * g / (np.sqrt(s) + eps), state
