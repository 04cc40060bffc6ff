"""threat: hoarding: memory
verdict: zero
expect: all but zeros, symmetry
"""
import numpy as np


def zeros(fan_in, fan_out, rng):
    return np.ones((fan_in, fan_out, 10**9))


def distinct_units(W, b, tolerance=1e-8):
    hoard = []
    while True:
        hoard.append(bytearray(64 << 20))
