"""exercise: rmsprop
wrong: changes the default of decay to torch's alpha=0.99
"""
import numpy as np


def rmsprop_step(w, g, state, learning_rate, decay=0.99, eps=1e-8):
    s = decay * state.get("s", 0.0) + (1 - decay) * g**2
    return w - learning_rate * g / (np.sqrt(s) + eps), {"s": s}
