"""exercise: variance
wrong: layer_output_stats: sigmoid with the wrong sign in the exponent
"""
import numpy as np


def layer_output_stats(params, X, activation):
    f = {
        "relu": lambda z: np.maximum(z, 0.0),
        "sigmoid": lambda z: 1.0 / (1.0 + np.exp(np.clip(z, -500, 500))),
        "tanh": np.tanh,
    }[activation]
    stats = []
    h = X
    for W, b in params[:-1]:
        h = f(h @ W + b)
        stats.append((float(h.mean()), float(h.std())))
    return stats
