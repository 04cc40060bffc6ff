"""exercise: grid
wrong: the keys are strings
"""
import numpy as np


def grid(X, y, sizes, activations, initializers, seed, **run_options):
    histories = {}
    for name, initializer in initializers.items():
        for activation in activations:
            rng = np.random.default_rng(seed)
            histories[f"{activation}, {name}"] = run(X, y, sizes, activation, initializer, rng, **run_options)
    return histories
