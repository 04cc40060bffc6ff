"""exercise: remove_dead_units
right: np.delete, from the last layer to the first
"""

import numpy as np


def remove_dead_units(params, X, activation, tolerance=1e-12):
    act = {
        "relu": lambda z: z * (z > 0),
        "tanh": np.tanh,
        "sigmoid": lambda z: 1 / (1 + np.exp(-np.clip(z, -500, 500))),
    }[activation]
    outs, h = [], np.asarray(X, float)
    for W, b in params[:-1]:
        h = act(np.dot(h, W) + b)
        outs.append(h)
    net = [[np.array(W, float), np.array(b, float)] for W, b in params]
    for l in reversed(range(len(outs))):
        o = outs[l]
        dead = np.flatnonzero(np.ptp(o, axis=0) <= tolerance)
        net[l + 1][1] = net[l + 1][1] + o[0, dead] @ net[l + 1][0][dead, :]
        net[l][0] = np.delete(net[l][0], dead, axis=1)
        net[l][1] = np.delete(net[l][1], dead)
        net[l + 1][0] = np.delete(net[l + 1][0], dead, axis=0)
    return net
