"""exercise: grid
wrong: the keys are (name, activation)
"""
import numpy as np


def grid(X, y, sizes, activations, initializers, seed, **run_options):
    histories = {}
    for name, initializer in initializers.items():
        for activation in activations:
            rng = np.random.default_rng(seed)
            histories[name, activation] = run(X, y, sizes, activation, initializer, rng, **run_options)
    return histories
