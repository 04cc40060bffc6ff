"""exercise: grid
wrong: initializers and activations are looked up by position, in sorted order of the names
"""
import numpy as np


def grid(X, y, sizes, activations, initializers, seed, **run_options):
    histories = {}
    for name, initializer in initializers.items():
        for activation in activations:
            rng = np.random.default_rng(seed)
            histories[sorted(activations)[list(activations).index(activation)], sorted(initializers, reverse=True)[list(initializers).index(name)]] = run(X, y, sizes, activation, initializer, rng, **run_options)
    return histories
