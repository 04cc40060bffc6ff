"""exercise: init_mlp
right: a named tuple per layer, keywords for the initializer
"""

from collections import namedtuple

import numpy as np

Layer = namedtuple("Layer", "W b")


def init_mlp(sizes, initializer, rng):
    return [Layer(W=initializer(fan_in=i, fan_out=o, rng=rng), b=np.zeros(o)) for i, o in zip(sizes, sizes[1:])]
