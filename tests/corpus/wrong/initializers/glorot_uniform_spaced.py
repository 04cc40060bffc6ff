"""exercise: glorot
wrong: glorot_uniform: evenly spaced numbers, shuffled
"""
import numpy as np


def glorot_uniform(fan_in, fan_out, rng):
    limit = np.sqrt(6.0 / (fan_in + fan_out))
    W = np.linspace(-limit, limit, fan_in * fan_out)
    rng.shuffle(W)
    return W.reshape(fan_in, fan_out)
