"""threat: forging: cells of impossible numbers that began, failed and timed out
verdict: contained
expect: full
"""

import gc

from autograde import wire

child = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Child")
for number in (-1, 2**63 - 1, -(2**63)):
    child.channel.send(wire.Started(number, number))
    child.channel.send(wire.Failed(number, number, "CellTimeout", "", number))
