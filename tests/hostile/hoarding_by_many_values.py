"""threat: hoarding: millions of small values in one answer
verdict: zero
expect: all but zeros, symmetry
"""


def zeros(fan_in, fan_out, rng):
    return [None] * 3_000_000


def distinct_units(W, b, tolerance=1e-8):
    return [[[]] * 1000] * 1000
