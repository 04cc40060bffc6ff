"""exercise: variance
wrong: layer_output_stats: a leaky ReLU
"""
import numpy as np


def layer_output_stats(params, X, activation):
    f = {
        "relu": lambda z: np.where(z > 0, z, 0.05 * z),
        "sigmoid": lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)),
        "tanh": np.tanh,
    }[activation]
    stats = []
    h = X
    for W, b in params[:-1]:
        h = f(h @ W + b)
        stats.append((float(h.mean()), float(h.std())))
    return stats
