"""threat: lying objects: __eq__ that is always true
verdict: zero
expect: all but zeros, symmetry
"""


class Equal:
    shape, dtype, ndim, size = (3, 4), float, 2, 12

    def __eq__(self, other):
        return True

    __lt__ = __gt__ = __le__ = __ge__ = __ne__ = __bool__ = __eq__

    def __hash__(self):
        return 0

    def __float__(self):
        return 0.0


def zeros(fan_in, fan_out, rng):
    return Equal()


def distinct_units(W, b, tolerance=1e-8):
    return Equal()
