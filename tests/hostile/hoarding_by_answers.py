"""threat: hoarding: answers larger than any message may be
verdict: zero
expect: all but zeros, symmetry
"""
import numpy as np


def zeros(fan_in, fan_out, rng):
    return np.zeros((fan_in, fan_out, 10**6))


def distinct_units(W, b, tolerance=1e-8):
    raise ValueError("x" * (200 << 20))
