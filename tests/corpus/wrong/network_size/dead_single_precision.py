"""exercise: remove_dead_units
wrong: returns float32 for a float64 network
"""

import numpy as np


def remove_dead_units(params, X, activation, tolerance=1e-12):
    act = {"relu": lambda z: np.maximum(z, 0.0), "sigmoid": lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)), "tanh": np.tanh}[
        activation
    ]
    smaller, h = list(params), X
    for l, (W0, b0) in enumerate(params[:-1]):
        h = act(h @ W0 + b0)
        alive = h.max(axis=0) - h.min(axis=0) > tolerance
        W, b = smaller[l]
        V, d = smaller[l + 1]
        smaller[l] = (W[:, alive], b[alive])
        smaller[l + 1] = (V[alive], d + h[0, ~alive] @ V[~alive])
    return [(W.astype(np.float32), b.astype(np.float32)) for W, b in smaller]
