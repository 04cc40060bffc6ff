"""exercise: remove_dead_units
wrong: sets the dead units' weights to zero instead of removing them
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
        h = act(h @ W + b)
        alive = h.max(axis=0) - h.min(axis=0) > tolerance
        W1, b1 = new[layer]
        W2, b2 = new[layer + 1]
        new[layer] = (W1 * alive, b1 * alive)
        new[layer + 1] = (W2 * alive[:, None], b2 + (h[0] * ~alive) @ W2)
    return new
