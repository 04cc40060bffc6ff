"""threat: leaving: abort
verdict: zero
expect: all but zeros
"""
import os


def zeros(fan_in, fan_out, rng):
    os.abort()
