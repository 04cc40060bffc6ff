"""exercises: numerical_gradient
right: divides by the distance that the two points really have, minus first, backwards
"""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    flat = x.astype(float).ravel().tolist()
    out = [0.0] * len(flat)
    for i in reversed(range(len(flat))):
        low, high = list(flat), list(flat)
        low[i] -= h
        high[i] += h
        a = f(np.array(low, dtype=float).reshape(x.shape))
        b = f(np.array(high, dtype=float).reshape(x.shape))
        out[i] = float(b - a) / (high[i] - low[i])
    return np.array(out, dtype=float).reshape(x.shape)
