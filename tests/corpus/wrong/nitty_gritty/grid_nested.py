"""exercise: grid
wrong: a dict of dicts
"""
import numpy as np


def grid(X, y, sizes, activations, initializers, seed, **run_options):
    histories = {}
    for name, initializer in initializers.items():
        for activation in activations:
            rng = np.random.default_rng(seed)
            histories.setdefault(activation, {})[name] = run(X, y, sizes, activation, initializer, rng, **run_options)
    return histories
