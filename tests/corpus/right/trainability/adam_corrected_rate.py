"""exercise: adam
right: the paper's faster order of computation, with the correction in the learning rate and eps scaled to match
"""
import numpy as np


def adam_step(w, g, state, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    g = np.asarray(g, dtype=float)
    m, v, power1, power2 = state.get("all", (np.zeros_like(g), np.zeros_like(g), 1.0, 1.0))
    m, v = m + (1 - beta1) * (g - m), v + (1 - beta2) * (g * g - v)
    power1, power2 = power1 * beta1, power2 * beta2
    root = np.sqrt(1 - power2)
    return w - learning_rate * root / (1 - power1) * m / (np.sqrt(v) + eps * root), {"all": (m, v, power1, power2)}
