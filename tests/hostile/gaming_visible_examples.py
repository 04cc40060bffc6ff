"""threat: gaming: constants for the visible examples
verdict: zero
expect: all but ~random_normal, ~he, symmetry
"""
import numpy as np

table = np.random.default_rng(1).normal(size=(50, 40))


def random_normal(fan_in, fan_out, rng, std=1.0):
    rng.random()
    return np.resize(table, (fan_in, fan_out)) * std


def he_normal(fan_in, fan_out, rng):
    rng.random()
    return np.resize(table, (fan_in, fan_out)) * np.sqrt(2 / fan_in)


he_uniform = he_normal


def distinct_units(W, b, tolerance=1e-8):
    return {(3, 4): 2, (2, 3): 1}.get(W.shape, 1)
