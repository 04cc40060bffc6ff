"""exercises: grid
right: another bit generator, named options, an OrderedDict
"""

from collections import OrderedDict

import numpy as np


def grid(X, y, sizes, activations, initializers, seed, epochs=100, batch_size=32, learning_rate=1e-3):
    out = OrderedDict()
    for activation in activations:
        for name in initializers:
            rng = np.random.Generator(np.random.Philox(seed))
            out[(activation, name)] = run(
                X, y, sizes, activation, initializers[name], rng, epochs, batch_size, learning_rate
            )
    return out
