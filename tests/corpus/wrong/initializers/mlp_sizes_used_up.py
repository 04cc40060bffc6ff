"""exercise: init_mlp
wrong: takes the sizes out of the caller's list
"""

import numpy as np


def init_mlp(sizes, initializer, rng):
    params = []
    fan_in = sizes.pop(0)
    while sizes:
        fan_out = sizes.pop(0)
        params.append((initializer(fan_in, fan_out, rng), np.zeros(fan_out)))
        fan_in = fan_out
    return params
