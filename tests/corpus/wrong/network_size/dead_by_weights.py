"""exercise: remove_dead_units
wrong: a unit is dead when its incoming weights are zero
"""

import numpy as np


def remove_dead_units(params, X, activation, tolerance=1e-12):
    act = {
        "relu": lambda z: np.maximum(z, 0),
        "sigmoid": lambda z: 0.5 * (1 + np.tanh(0.5 * z)),
        "tanh": np.tanh,
    }[activation]
    new = [(W, b) for W, b in params]
    h = X
    for layer, (W, b) in enumerate(params[:-1]):
        z = h @ W + b
        h = act(z)
        dead = (np.abs(W) <= tolerance).all(axis=0)
        W1, b1 = new[layer]
        W2, b2 = new[layer + 1]
        new[layer] = (W1[:, ~dead], b1[~dead])
        new[layer + 1] = (W2[~dead], b2 + h[0, dead] @ W2[dead])
    return new
