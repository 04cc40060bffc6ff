"""threat: hanging: sleep
verdict: zero
expect: all but zeros
"""
import time


def zeros(fan_in, fan_out, rng):
    time.sleep(10**6)
