"""threat: forging: arrays without entries, of shapes that no array can have
verdict: zero
expect: all but zeros, symmetry
"""

from autograde import wire


def zeros(fan_in, fan_out, rng):
    return wire.Array("float64", (2**39, 0, 2**39))


def distinct_units(W, b, tolerance=1e-8):
    return wire.Array("int64", (0, 2**62))
