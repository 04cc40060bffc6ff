"""threat: hanging: loops in C, which no exception can end
verdict: zero
expect: all but zeros
"""


def zeros(fan_in, fan_out, rng):
    return sum(range(10**13))
