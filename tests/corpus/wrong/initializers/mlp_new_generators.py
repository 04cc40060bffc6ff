"""exercise: init_mlp
wrong: a new generator for each layer
"""
import numpy as np


def init_mlp(sizes, initializer, rng):
    return [
        (initializer(n, k, np.random.default_rng(i)), np.zeros(k)) for i, (n, k) in enumerate(zip(sizes[:-1], sizes[1:]))
    ]
