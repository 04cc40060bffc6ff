"""exercise: init_mlp
wrong: a spawned generator for each layer
"""
import numpy as np


def init_mlp(sizes, initializer, rng):
    layers = list(zip(sizes[:-1], sizes[1:]))
    return [(initializer(n, k, child), np.zeros(k)) for (n, k), child in zip(layers, rng.spawn(len(layers)))]
