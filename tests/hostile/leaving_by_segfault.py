"""threat: leaving: segfaults
verdict: zero
expect: all but zeros
"""
import ctypes


def zeros(fan_in, fan_out, rng):
    ctypes.string_at(0)
