"""threat: lying objects: __array__ and __array_interface__
verdict: zero
expect: all but zeros, he
"""
import numpy as np


class Chameleon:
    def __init__(self, shape):
        self.shape = shape

    def __array__(self, dtype=None, copy=None):
        return np.zeros(self.shape)

    @property
    def __array_interface__(self):
        return np.zeros(self.shape).__array_interface__


def zeros(fan_in, fan_out, rng):
    return Chameleon((fan_in, fan_out))


def he_normal(fan_in, fan_out, rng):
    return Chameleon((fan_in, fan_out))


he_uniform = he_normal
