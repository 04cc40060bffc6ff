"""exercise: random_normal
right: Box and Muller's method in a loop
"""

import math

import numpy as np


def random_normal(fan_in, fan_out, rng, std=1.0):
    n = fan_in * fan_out
    values = []
    while len(values) < n:
        r = math.sqrt(-2.0 * math.log(1.0 - rng.random()))
        t = 2 * math.pi * rng.random()
        values += [r * math.cos(t), r * math.sin(t)]
    W = np.empty((fan_in, fan_out))
    k = 0
    for i in range(fan_in):
        for j in range(fan_out):
            W[i][j] = std * values[k]
            k += 1
    return W
