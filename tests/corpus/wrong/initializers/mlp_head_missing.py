"""exercise: init_mlp
wrong: hidden layers only
"""
import numpy as np


def init_mlp(sizes, initializer, rng):
    return [(initializer(n, k, rng), np.zeros(k)) for n, k in zip(sizes[:-2], sizes[1:-1])]
