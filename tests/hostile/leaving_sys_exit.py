"""threat: leaving: sys.exit and SystemExit
verdict: zero
expect: all but zeros, he
"""
import sys


def zeros(fan_in, fan_out, rng):
    sys.exit(0)


def he_normal(fan_in, fan_out, rng):
    raise SystemExit


he_uniform = he_normal
