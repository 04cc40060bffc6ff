"""threat: lying objects: a list that contains itself
verdict: zero
expect: all but init_mlp, symmetry
"""


def init_mlp(sizes, initializer, rng):
    layers = []
    layers.append(layers)
    return layers


def distinct_units(W, b, tolerance=1e-8):
    mapping = {}
    mapping["me"] = mapping
    return mapping
