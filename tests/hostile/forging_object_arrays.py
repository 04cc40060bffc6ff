"""threat: forging: object dtypes, structured dtypes, strings
verdict: zero
expect: all but zeros, he, symmetry
"""
import numpy as np


def zeros(fan_in, fan_out, rng):
    return np.full((fan_in, fan_out), 0.0, dtype=object)


def he_normal(fan_in, fan_out, rng):
    return np.zeros((fan_in, fan_out), dtype=[("weight", float)])


def he_uniform(fan_in, fan_out, rng):
    return np.full((fan_in, fan_out), "0.0")


def distinct_units(W, b, tolerance=1e-8):
    return np.datetime64("2024-01-01")
