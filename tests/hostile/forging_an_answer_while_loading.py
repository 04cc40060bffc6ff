"""threat: forging: answers to a call that was not made
verdict: contained
expect: full

The cell that does it is left out; the rest counts.
"""
import os

import msgspec
from autograde import wire

for fd in range(3, 64):
    try:
        header = msgspec.msgpack.encode(wire.Returned(1, True, [], []))
        os.write(fd, len(header).to_bytes(4, "little") + bytes(4) + header)
    except OSError:
        pass
