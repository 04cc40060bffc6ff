"""exercise: init_mlp
right: sizes as NumPy integers, biases in float32
"""
import numpy as np


def init_mlp(sizes, initializer, rng):
    sizes = np.asarray(sizes)
    weights = [initializer(n, k, rng) for n, k in zip(sizes, sizes[1:])]
    biases = [np.zeros_like(W[0], dtype=np.float32) for W in weights]
    return list(zip(weights, biases))
