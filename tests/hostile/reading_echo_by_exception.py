"""threat: reading: hidden inputs echoed through exceptions
verdict: zero
expect: all but zeros, he, symmetry
"""


def zeros(*args):
    raise ValueError(f"inputs: {args!r} {args[-1].bit_generator.state!r}")


def he_normal(*args):
    raise KeyError(args)


def he_uniform(*args):
    raise type(f"Seen_{args[0]}_{id(args)}", (Exception,), {})(args)


def distinct_units(W, b, tolerance=1e-8):
    raise IndexError(f"index {W.ravel().tolist()} is out of bounds for axis 0 with size {b.tolist()}")
