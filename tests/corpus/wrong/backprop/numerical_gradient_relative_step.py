"""exercise: numerical_gradient
wrong: a step relative to the size of the entry
"""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, float)
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = h * max(1.0, abs(x[i]))
        up, down = x.copy(), x.copy()
        up[i] += e
        down[i] -= e
        g[i] = (f(up) - f(down)) / (2 * e)
    return g
