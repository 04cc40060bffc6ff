"""exercise: init_mlp
wrong: biases by the initializer as well
"""
import numpy as np


def init_mlp(sizes, initializer, rng):
    return [(initializer(n, k, rng), initializer(1, k, rng)[0]) for n, k in zip(sizes[:-1], sizes[1:])]
