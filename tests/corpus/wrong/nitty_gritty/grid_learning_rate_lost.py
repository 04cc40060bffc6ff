"""exercise: grid
wrong: the learning rate is not passed on
"""
import numpy as np


def grid(X, y, sizes, activations, initializers, seed, **run_options):
    histories = {}
    for name, initializer in initializers.items():
        for activation in activations:
            rng = np.random.default_rng(seed)
            histories[activation, name] = run(X, y, sizes, activation, initializer, rng, **{key: value for key, value in run_options.items() if key != "learning_rate"})
    return histories
