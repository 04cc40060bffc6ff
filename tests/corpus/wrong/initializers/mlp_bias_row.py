"""exercise: init_mlp
wrong: biases of shape (1, fan_out)
"""
import numpy as np


def init_mlp(sizes, initializer, rng):
    return [(initializer(n, k, rng), np.zeros((1, k))) for n, k in zip(sizes[:-1], sizes[1:])]
