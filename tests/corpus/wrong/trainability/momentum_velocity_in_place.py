"""exercise: momentum
wrong: returns a new dict, but updates the old velocity array in place
"""
import numpy as np


def momentum_step(w, g, state, learning_rate, momentum=0.9):
    v = state["v"] if "v" in state else np.zeros(g.shape)
    v *= momentum
    v += g
    return w - learning_rate * v, {"v": v}
