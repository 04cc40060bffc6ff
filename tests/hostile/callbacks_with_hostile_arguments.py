"""threat: callbacks: with hostile arguments
verdict: zero
expect: all but init_mlp
"""


class Odd:
    def __index__(self):
        return 10**18

    __int__ = __index__


def init_mlp(sizes, initializer, rng):
    for arguments in (
        (),
        (Odd(), Odd(), Odd()),
        (10**9, 10**9, rng),
        (-1, "x", None),
        ([[]] * 1000, {}, lambda: 1),
        (initializer, initializer, initializer),
        (float("nan"), 2**200, rng),
    ):
        try:
            initializer(*arguments)
        except Exception:
            continue
    return None
