"""threat: callbacks: after the call returned
verdict: zero
expect: all but init_mlp, symmetry
"""
kept = []


def init_mlp(sizes, initializer, rng):
    kept.append((initializer, sizes, rng))
    return []


def distinct_units(W, b, tolerance=1e-8):
    initializer, sizes, rng = kept[0]
    initializer(sizes[0], sizes[1], rng)
    return 0
