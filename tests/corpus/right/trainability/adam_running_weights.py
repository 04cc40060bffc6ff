"""exercise: adam
right: moments as means by running weights, so that nothing is left to correct
"""

import numpy as np


def adam_step(w, g, state, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, n1, n2 = state.get("all", (0.0, 0.0, 0.0, 0.0))
    n1, n2 = beta1 * n1 + 1, beta2 * n2 + 1
    m = m + (g - m) / n1
    v = v + (g * g - v) / n2
    return w - learning_rate * m / (np.sqrt(v) + eps), {"all": (m, v, n1, n2)}
