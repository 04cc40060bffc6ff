"""exercises: grid
right: its own seed for every cell, made of the two names
"""
import zlib
from itertools import product

import numpy as np


def grid(X, y, sizes, activations, initializers, seed, **run_options):
    histories = {}
    for key in product(activations, initializers):
        sequence = np.random.SeedSequence([seed, zlib.crc32(repr(key).encode())])
        rng = np.random.Generator(np.random.Philox(sequence))
        histories[key] = run(X, y, sizes, key[0], initializers[key[1]], rng, **run_options)
    return histories
