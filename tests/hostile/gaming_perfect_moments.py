"""threat: gaming: a perfect-moment matrix instead of a random one
verdict: zero
expect: all but ~random_normal, ~he, ~glorot
"""
import numpy as np


def perfect(fan_in, fan_out, rng, variance):
    signs = np.resize([1.0, -1.0], (fan_in, fan_out))
    signs *= 1 if rng.random() < 0.5 else -1
    return signs * np.sqrt(variance)


def random_normal(fan_in, fan_out, rng, std=1.0):
    return perfect(fan_in, fan_out, rng, std**2)


def he_normal(fan_in, fan_out, rng):
    return perfect(fan_in, fan_out, rng, 2 / fan_in)


he_uniform = he_normal


def glorot_normal(fan_in, fan_out, rng):
    return perfect(fan_in, fan_out, rng, 2 / (fan_in + fan_out))


glorot_uniform = glorot_normal
