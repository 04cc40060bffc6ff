"""exercise: grid
wrong: the loop variable is overwritten: every cell starts from the last initializer
"""
import numpy as np


def grid(X, y, sizes, activations, initializers, seed, **run_options):
    histories = {}
    for name, initializer in initializers.items():
        for activation in activations:
            rng = np.random.default_rng(seed)
            histories[activation, name] = run(X, y, sizes, activation, list(initializers.values())[-1], rng, **run_options)
    return histories
