"""exercise: momentum
wrong: starts with np.zeros_like(g), which for integer gradients holds integers and cannot be scaled in place
"""
import numpy as np


def momentum_step(w, g, state, learning_rate, momentum=0.9):
    v = state.get("v", np.zeros_like(g)).copy()
    v *= momentum
    v += g
    return w - learning_rate * v, {"v": v}
