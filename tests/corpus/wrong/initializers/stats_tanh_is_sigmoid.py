"""exercise: variance
wrong: layer_output_stats: 2 sigmoid(z) - 1 for tanh: a factor of two is missing in the argument
"""
import numpy as np


def layer_output_stats(params, X, activation):
    f = {
        "relu": lambda z: np.maximum(z, 0.0),
        "sigmoid": lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)),
        "tanh": lambda z: np.tanh(0.5 * z),
    }[activation]
    stats = []
    h = X
    for W, b in params[:-1]:
        h = f(h @ W + b)
        stats.append((float(h.mean()), float(h.std())))
    return stats
