"""exercise: init_mlp
wrong: He's weights, whatever the initializer
"""
import numpy as np


def init_mlp(sizes, initializer, rng):
    return [(rng.normal(0, np.sqrt(2 / n), (n, k)), np.zeros(k)) for n, k in zip(sizes[:-1], sizes[1:])]
