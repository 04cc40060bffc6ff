"""threat: leaving: KeyboardInterrupt
verdict: zero
expect: all but zeros
"""


def zeros(fan_in, fan_out, rng):
    raise KeyboardInterrupt
