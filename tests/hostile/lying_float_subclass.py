"""threat: lying objects: float and int subclasses
verdict: zero
expect: all but symmetry, ~variance
"""


class Lucky(float):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__
    __hash__ = float.__hash__


class Count(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


def preactivation_variance(fan_in, var_x, var_w):
    return Lucky(0.0)


def distinct_units(W, b, tolerance=1e-8):
    return Count(0)
