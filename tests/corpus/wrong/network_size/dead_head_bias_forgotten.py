"""exercise: remove_dead_units
wrong: what the last hidden layer's dead units put in is lost
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
        c = h[:, ~alive].mean(axis=0)
        W, b = smaller[l]
        V, d = smaller[l + 1]
        smaller[l] = (W[:, alive], b[alive])
        smaller[l + 1] = (V[alive], d + (c @ V[~alive] if l + 1 < len(params) - 1 else 0))
    return smaller
