"""threat: lying objects: mocks
verdict: zero
expect: all but zeros, symmetry
"""
from unittest.mock import MagicMock


def zeros(fan_in, fan_out, rng):
    return MagicMock(shape=(fan_in, fan_out), dtype=float)


distinct_units = MagicMock()
