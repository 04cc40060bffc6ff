"""threat: tampering: replaced builtins, AssertionError
verdict: normal
expect: all but glorot
"""
import builtins

import numpy as np

builtins.AssertionError = builtins.StopIteration
builtins.all = lambda items: True
builtins.any = lambda items: False
builtins.hasattr = lambda *args: True
builtins.id = lambda thing: 1


def glorot_normal(fan_in, fan_out, rng):
    return np.ones((fan_in, fan_out))


glorot_uniform = glorot_normal
