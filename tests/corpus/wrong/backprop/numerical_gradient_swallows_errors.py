"""exercise: numerical_gradient
wrong: hides what f raises and gives zeros there
"""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, float)
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        try:
            g[i] = (f(up) - f(down)) / (2 * h)
        except Exception:
            pass
    return g
