"""threat: forging: references to functions and objects that were never given
verdict: zero
expect: all but zeros, he, symmetry
"""
from autograde import wire


def zeros(fan_in, fan_out, rng):
    return wire.Function(999, returned=True)


def he_normal(fan_in, fan_out, rng):
    return wire.Function(999)


def he_uniform(fan_in, fan_out, rng):
    return wire.Handle(999, "ndarray")


def distinct_units(W, b, tolerance=1e-8):
    return wire.List([wire.Tuple([]), wire.Dict([1, 2], [3])])
