"""threat: hoarding: descriptors
verdict: zero
expect: all but zeros
"""
import os


def zeros(fan_in, fan_out, rng):
    while True:
        os.dup(0)
