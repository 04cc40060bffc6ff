"""threat: leaving: any BaseException, and exceptions that cannot be shown
verdict: zero
expect: all but zeros, he, symmetry
"""


class Rude(BaseException):
    def __str__(self):
        raise Rude

    __repr__ = __str__


class Nameless(type):
    @property
    def __name__(cls):
        raise Rude


def zeros(fan_in, fan_out, rng):
    raise Rude


def he_normal(fan_in, fan_out, rng):
    raise GeneratorExit("closed")


he_uniform = he_normal


def distinct_units(W, b, tolerance=1e-8):
    raise BaseExceptionGroup("many", [Rude(), ValueError("\x1b[2J")])
