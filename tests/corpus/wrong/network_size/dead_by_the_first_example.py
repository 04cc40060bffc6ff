"""exercise: remove_dead_units
wrong: the distance from the first example's output in place of max - min
"""

import numpy as np


def remove_dead_units(params, X, activation, tolerance=1e-12):
    act = {"relu": lambda z: np.maximum(z, 0.0), "sigmoid": lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)), "tanh": np.tanh}[
        activation
    ]
    smaller, h = list(params), X
    for l, (W0, b0) in enumerate(params[:-1]):
        h = act(h @ W0 + b0)
        alive = np.abs(h - h[0]).max(axis=0) > tolerance
        W, b = smaller[l]
        V, d = smaller[l + 1]
        smaller[l] = (W[:, alive], b[alive])
        smaller[l + 1] = (V[alive], d + h[0, ~alive] @ V[~alive])
    return smaller
