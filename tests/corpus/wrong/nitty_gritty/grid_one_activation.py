"""exercise: grid
wrong: every cell is run with the first activation
"""
import numpy as np


def grid(X, y, sizes, activations, initializers, seed, **run_options):
    histories = {}
    for name, initializer in initializers.items():
        for activation in activations:
            rng = np.random.default_rng(seed)
            histories[activation, name] = run(X, y, sizes, activations[0], initializer, rng, **run_options)
    return histories
