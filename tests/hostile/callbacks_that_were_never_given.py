"""threat: callbacks: asking for functions that were never given
verdict: zero
expect: all but zeros, symmetry
"""
import gc


def child():
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == "Child")


def zeros(fan_in, fan_out, rng):
    return child().ask(12345, child().active[-1], (1, 2), {})


def distinct_units(W, b, tolerance=1e-8):
    return child().ask(-1, child().active[-1], (W,), {})
