"""threat: forging: a dict whose keys collide, to keep the judge busy
verdict: zero
expect: all but symmetry
"""
from autograde import wire


def distinct_units(W, b, tolerance=1e-8):
    keys = [wire.BigInt(hex((2**61 - 1) * k)) for k in range(1, 30_000)]
    return wire.Dict(keys, [None] * len(keys))
