"""exercise: grid
wrong: only the losses are kept
"""
import numpy as np


def grid(X, y, sizes, activations, initializers, seed, **run_options):
    histories = {}
    for name, initializer in initializers.items():
        for activation in activations:
            rng = np.random.default_rng(seed)
            histories[activation, name] = run(X, y, sizes, activation, initializer, rng, **run_options)
            histories[activation, name] = {key: histories[activation, name][key] for key in ("loss", "accuracy")}
    return histories
