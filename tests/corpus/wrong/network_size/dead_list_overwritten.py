"""exercise: remove_dead_units
wrong: makes the smaller network in the caller's list
"""

import numpy as np


def remove_dead_units(params, X, activation, tolerance=1e-12):
    act = {"relu": lambda z: np.maximum(z, 0.0), "sigmoid": lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)), "tanh": np.tanh}[
        activation
    ]
    outs, h = [], X
    for W, b in params[:-1]:
        h = act(h @ W + b)
        outs.append(h)
    for l, h in enumerate(outs):
        alive = h.max(axis=0) - h.min(axis=0) > tolerance
        c = h[:, ~alive].mean(axis=0)
        W, b = params[l]
        V, d = params[l + 1]
        params[l] = (W[:, alive], b[alive])
        params[l + 1] = (V[alive], d + c @ V[~alive])
    return params
