"""threat: reading: hidden inputs echoed through return values
verdict: zero
expect: all but zeros, symmetry, ~variance
"""


def zeros(fan_in, fan_out, rng):
    return repr(rng.bit_generator.state)


def distinct_units(W, b, tolerance=1e-8):
    return {"inputs": W.tolist(), "b": b}


def layer_output_stats(params, X, activation):
    return [(X, X)] * (len(params) - 1)
