"""threat: leaving: os._exit
verdict: zero
expect: all but zeros
"""
import os


def zeros(fan_in, fan_out, rng):
    os._exit(0)
