"""threat: callbacks: a callback called a million times
verdict: zero
expect: all but init_mlp
"""
import numpy as np


def init_mlp(sizes, initializer, rng):
    for _ in range(1_000_000):
        W = initializer(sizes[0], sizes[1], rng)
    return [(W, np.zeros(sizes[1]))]
