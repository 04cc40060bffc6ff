"""threat: lying objects: __array_ufunc__ and __array_function__
verdict: zero
expect: all but zeros
"""
import numpy as np


class Agreeable:
    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return True

    def __array_function__(self, function, types, args, kwargs):
        return True


def zeros(fan_in, fan_out, rng):
    return Agreeable()
