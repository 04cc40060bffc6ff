"""exercise: adam
wrong: uses the moments as they are, without the bias correction
"""
import numpy as np


def adam_step(w, g, state, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * state.get("m", 0.0) + (1 - beta1) * g
    v = beta2 * state.get("v", 0.0) + (1 - beta2) * g**2
    return w - learning_rate * m / (np.sqrt(v) + eps), {"m": m, "v": v}
