"""threat: callbacks: recursively: the callback is given a function that calls it again
verdict: zero
expect: all but init_mlp
"""


def init_mlp(sizes, initializer, rng):
    def again(*args):
        return initializer(again, again, again)

    return again(sizes)
