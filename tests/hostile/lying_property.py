"""threat: lying objects: properties with side effects
verdict: zero
expect: all but zeros
"""
import os


class Trap:
    def __getattribute__(self, name):
        os._exit(0)


def zeros(fan_in, fan_out, rng):
    return Trap()
