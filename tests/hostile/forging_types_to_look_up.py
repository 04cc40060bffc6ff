"""threat: forging: thousands of types with made-up names in one answer, and one with an endless name
verdict: zero
expect: all but zeros, symmetry
"""

import gc
import os

from autograde import wire


def answer(value):
    child = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Child")
    child.channel.send(wire.Returned(child.active[-1], value, [], []))
    os._exit(0)


def zeros(fan_in, fan_out, rng):
    answer(wire.List([wire.Handle(5, f"n{number}") for number in range(80_000)]))


def distinct_units(W, b, tolerance=1e-8):
    answer(wire.Handle(5, "x" * 1_000_000))
