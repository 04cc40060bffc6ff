"""exercise: init_mlp
wrong: calls the initializer once more to learn the shape
"""
import numpy as np


def init_mlp(sizes, initializer, rng):
    params = []
    for n, k in zip(sizes[:-1], sizes[1:]):
        shape = initializer(n, k, rng).shape
        params.append((initializer(n, k, rng), np.zeros(shape[1])))
    return params
