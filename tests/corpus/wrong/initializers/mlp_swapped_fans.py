"""exercise: init_mlp
wrong: calls initializer(fan_out, fan_in) and transposes
"""
import numpy as np


def init_mlp(sizes, initializer, rng):
    return [(initializer(k, n, rng).T, np.zeros(k)) for n, k in zip(sizes[:-1], sizes[1:])]
