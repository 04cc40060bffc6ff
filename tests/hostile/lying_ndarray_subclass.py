"""threat: lying objects: ndarray subclasses
verdict: zero
expect: all but zeros, he
"""
import numpy as np


class Close(np.ndarray):
    def __array_finalize__(self, other):
        pass

    def __eq__(self, other):
        return np.ones(self.shape, bool)

    def tobytes(self, *args):
        return bytes(8 * self.size)


def zeros(fan_in, fan_out, rng):
    return np.ones((fan_in, fan_out)).view(Close)


def he_normal(fan_in, fan_out, rng):
    return np.matrix(np.ones((fan_in, fan_out)))


he_uniform = he_normal
