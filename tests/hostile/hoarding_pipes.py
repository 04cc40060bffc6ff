"""threat: hoarding: descriptors, and what pipes hold
verdict: zero
expect: all but zeros
"""
import os


def zeros(fan_in, fan_out, rng):
    while True:
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        os.write(writing, bytes(1 << 16))
