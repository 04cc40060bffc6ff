"""exercise: variance
wrong: layer_output_stats: the next layer gets the pre-activation
"""

import numpy as np


def layer_output_stats(params, X, activation):
    f = {
        "relu": lambda z: np.maximum(z, 0.0),
        "sigmoid": lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)),
        "tanh": np.tanh,
    }[activation]
    stats = []
    z = X
    for W, b in params[:-1]:
        z = z @ W + b
        stats.append((float(f(z).mean()), float(f(z).std())))
    return stats
