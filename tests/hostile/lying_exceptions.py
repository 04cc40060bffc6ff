"""threat: lying objects: exceptions that lie about their class, their text, their file and their line
verdict: zero
expect: all but zeros, symmetry, ~variance
"""


class Liar(Exception):
    __class__ = property(lambda self: 1 / 0)
    __traceback__ = property(lambda self: 1 / 0)


class Syntax(SyntaxError):
    filename = property(lambda self: 1 / 0)
    msg = property(lambda self: "\ud800" * 10**6)


def zeros(fan_in, fan_out, rng):
    raise ExceptionGroup("a", [ExceptionGroup("b", [ValueError("c")] * 1000)] * 1000)


def distinct_units(W, b, tolerance=1e-8):
    raise Liar


def preactivation_variance(fan_in, var_w, var_x):
    raise Syntax("x", ("<cell 1>", "three", 10**30, "y"))
