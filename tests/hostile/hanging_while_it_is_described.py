"""threat: hanging: exceptions whose text never comes, or is gigantic
verdict: zero
expect: all but zeros, symmetry
"""


class Never(Exception):
    def __str__(self):
        while True:
            pass


class Gigantic(Exception):
    def __str__(self):
        return "x" * (50 << 20)


def zeros(fan_in, fan_out, rng):
    raise Never


def distinct_units(W, b, tolerance=1e-8):
    raise Gigantic
