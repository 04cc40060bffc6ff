"""exercise: grid
wrong: the options are not passed on, but for the epochs
"""
import numpy as np


def grid(X, y, sizes, activations, initializers, seed, **run_options):
    histories = {}
    for name, initializer in initializers.items():
        for activation in activations:
            rng = np.random.default_rng(seed)
            histories[activation, name] = run(X, y, sizes, activation, initializer, rng, epochs=run_options.get("epochs", 100))
    return histories
