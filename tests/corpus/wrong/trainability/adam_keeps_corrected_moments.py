"""exercise: adam
wrong: stores the corrected moments, which are then corrected again
source: Stack Overflow, "Understand Adam optimizer intuitively" (the question's code)
"""
import numpy as np


def adam_step(w, g, state, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    t = state.get("t", 0) + 1
    m = (beta1 * state.get("m", 0.0) + (1 - beta1) * g) / (1 - beta1**t)
    v = (beta2 * state.get("v", 0.0) + (1 - beta2) * g**2) / (1 - beta2**t)
    return w - learning_rate * m / (np.sqrt(v) + eps), {"t": t, "m": m, "v": v}
