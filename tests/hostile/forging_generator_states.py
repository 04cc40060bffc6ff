"""threat: forging: random generators in states that NumPy would read out of bounds
verdict: zero
expect: all but init_mlp, zeros
"""
from autograde import packing, wire


def poisoned(kind, position):
    import numpy as np

    state = getattr(np.random, kind)(0).state
    if kind == "MT19937":
        state["state"]["pos"] = position
    else:
        state["buffer_pos"] = position
    return np.random.Generator, wire.Generator(0, kind, packing.Packer(lambda value: value).pack(state))


def init_mlp(sizes, initializer, rng):
    import numpy as np

    bad = np.random.Generator(np.random.Philox(0))
    state = bad.bit_generator.state
    state["buffer_pos"] = 10**9
    bad.bit_generator.state = state
    return [(initializer(a, b, bad), np.zeros(b)) for a, b in zip(sizes[:-1], sizes[1:])]


def zeros(fan_in, fan_out, rng):
    import numpy as np

    bad = np.random.Generator(np.random.MT19937(0))
    state = bad.bit_generator.state
    state["state"]["pos"] = 10**9
    bad.bit_generator.state = state
    return bad
