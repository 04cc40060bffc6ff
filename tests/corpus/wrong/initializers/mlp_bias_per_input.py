"""exercise: init_mlp
wrong: one bias per input
"""
import numpy as np


def init_mlp(sizes, initializer, rng):
    return [(initializer(n, k, rng), np.zeros(n)) for n, k in zip(sizes[:-1], sizes[1:])]
