"""exercise: init_mlp
wrong: biases of one
"""
import numpy as np


def init_mlp(sizes, initializer, rng):
    return [(initializer(n, k, rng), np.ones(k)) for n, k in zip(sizes[:-1], sizes[1:])]
