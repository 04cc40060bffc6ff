"""threat: tampering: replaced builtins, AssertionError
verdict: normal
expect: all but glorot
"""
import builtins

import numpy as np

builtins.AssertionError = builtins.StopIteration
builtins.round = lambda *args: 0
builtins.divmod = lambda *args: (0, 0)


def glorot_normal(fan_in, fan_out, rng):
    return np.ones((fan_in, fan_out))


glorot_uniform = glorot_normal
