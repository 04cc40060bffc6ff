"""threat: reading: hidden inputs echoed through the names of types
verdict: zero
expect: all but zeros, symmetry
"""


def zeros(fan_in, fan_out, rng):
    return type(f"Seen_{rng.bit_generator.state['state']['state']}", (), {})()


def distinct_units(W, b, tolerance=1e-8):
    return type(repr(W.ravel()[:3].tolist()), (), {})()
