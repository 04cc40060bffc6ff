"""exercise: rmsprop
wrong: adds eps under the root, as TensorFlow and some lecture notes do
"""
import numpy as np


def rmsprop_step(w, g, state, learning_rate, decay=0.9, eps=1e-8):
    s = decay * state.get("s", 0.0) + (1 - decay) * g**2
    return w - learning_rate * g / np.sqrt(s + eps), {"s": s}
