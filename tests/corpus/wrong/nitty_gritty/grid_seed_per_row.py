"""exercise: grid
wrong: one generator per initializer, for all its activations
"""
import numpy as np


def grid(X, y, sizes, activations, initializers, seed, **run_options):
    histories = {}
    for name, initializer in initializers.items():
        rng = np.random.default_rng(seed)
        for activation in activations:
            histories[activation, name] = run(X, y, sizes, activation, initializer, rng, **run_options)
    return histories
