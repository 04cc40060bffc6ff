"""threat: leaving: stack overflow
verdict: zero
expect: all but zeros, symmetry
"""
import sys

sys.setrecursionlimit(10**9)


def zeros(fan_in, fan_out, rng):
    return zeros(fan_in, fan_out, rng)


class Deep:
    def __getattr__(self, name):
        return getattr(self, name)


def distinct_units(W, b, tolerance=1e-8):
    return Deep().x
