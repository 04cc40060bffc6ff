"""threat: lying objects: halves of characters in messages, names and values
verdict: zero
expect: all but zeros, symmetry, ~variance
"""

globals()["\ud800"] = globals()[3] = None


class Meta(type):
    __name__ = property(lambda self: "\ud800")


class Odd(Exception, metaclass=Meta):
    pass


def zeros(fan_in, fan_out, rng):
    raise ValueError("\ud800")


def distinct_units(W, b, tolerance=1e-8):
    return "\udfff"


def preactivation_variance(fan_in, var_w, var_x):
    raise Odd("\udc80")
