"""threat: hanging: loops in Python
verdict: zero
expect: all but zeros
"""


def zeros(fan_in, fan_out, rng):
    while True:
        pass
