"""threat: forging: pickles
verdict: zero
expect: all but zeros, symmetry
"""
import os
import pickle


class Payload:
    def __reduce__(self):
        return os.system, ("touch /tmp/autograde-hostile-pickle",)


def zeros(fan_in, fan_out, rng):
    return pickle.dumps(Payload())


def distinct_units(W, b, tolerance=1e-8):
    return Payload()
