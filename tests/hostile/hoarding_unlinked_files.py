"""threat: hoarding: files that have no name any more
verdict: zero
expect: all but zeros
"""
import os


def zeros(fan_in, fan_out, rng):
    hoard = []
    while True:
        file = open("gone", "w+b")
        os.unlink("gone")
        file.write(bytes(8 << 20))
        file.flush()
        hoard.append(file)
