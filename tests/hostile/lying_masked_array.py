"""threat: lying objects: masked arrays
verdict: zero
expect: all but zeros
"""
import numpy as np


def zeros(fan_in, fan_out, rng):
    return np.ma.masked_all((fan_in, fan_out))
