"""threat: forging: messages of a megabyte that look like well-known ones, for the grader's patterns to choke on
verdict: zero
expect: all but zeros, symmetry
"""

import gc
import os

from autograde import wire


def send(type_name, text):
    child = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Child")
    child.channel.send(wire.Raised(child.active[-1], type_name, text, [], []))
    os._exit(0)


def zeros(fan_in, fan_out, rng):
    names = "'fan_in', " * 90_000
    send("TypeError", f"zeros() missing 2 required positional arguments: {names}'rng'")


def distinct_units(W, b, tolerance=1e-8):
    send("send" * 200_000, "maximum recursion depth exceeded" + "9" * 100_000)
