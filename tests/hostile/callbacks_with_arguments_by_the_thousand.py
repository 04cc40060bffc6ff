"""threat: callbacks: with thousands of named arguments, with giants, with half characters
verdict: zero
expect: all but init_mlp
"""


def init_mlp(sizes, initializer, rng):
    for hostile in ((10**5000,), ("\ud800",), (2**60, 2**60, rng), (10**6, 10**6, rng), (initializer,) * 3):
        try:
            initializer(*hostile)
        except Exception:
            pass
    return initializer(**{f"a{number}": None for number in range(50_000)})
