"""threat: lying objects: __class__
verdict: zero
expect: all but zeros, symmetry, he
"""
import numpy as np


class Pretender:
    @property
    def __class__(self):
        return np.ndarray


class Listed:
    @property
    def __class__(self):
        return list


class Scalar:
    @property
    def __class__(self):
        return np.float64


def zeros(fan_in, fan_out, rng):
    return Pretender()


def he_normal(fan_in, fan_out, rng):
    return Listed()


he_uniform = he_normal


def distinct_units(W, b, tolerance=1e-8):
    return Scalar()
