"""exercise: grid
wrong: shuffles the data in place first
"""
import numpy as np


def grid(X, y, sizes, activations, initializers, seed, **run_options):
    order = np.random.default_rng(seed).permutation(len(X))
    X[:], y[:] = X[order], y[order]
    histories = {}
    for name, initializer in initializers.items():
        for activation in activations:
            rng = np.random.default_rng(seed)
            histories[activation, name] = run(X, y, sizes, activation, initializer, rng, **run_options)
    return histories
