"""exercise: grid
wrong: a new random seed for every cell, that of the call ignored
"""
import numpy as np


def grid(X, y, sizes, activations, initializers, seed, **run_options):
    histories = {}
    for name, initializer in initializers.items():
        for activation in activations:
            rng = np.random.default_rng(hash((activation, name)) % 2**32)
            histories[activation, name] = run(X, y, sizes, activation, initializer, rng, **run_options)
    return histories
