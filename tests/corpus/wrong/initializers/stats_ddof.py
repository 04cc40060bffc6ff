"""exercise: variance
wrong: layer_output_stats: ddof=1
"""
import numpy as np


def layer_output_stats(params, X, activation):
    f = {
        "relu": lambda z: np.maximum(z, 0.0),
        "sigmoid": lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)),
        "tanh": np.tanh,
    }[activation]
    stats = []
    h = X
    for W, b in params[:-1]:
        h = f(h @ W + b)
        stats.append((float(h.mean()), float(h.std(ddof=1))))
    return stats
