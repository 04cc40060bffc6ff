"""threat: forging: extra frames: all cells are loaded, says the first one
verdict: contained
expect: none
"""
import os

import msgspec
from autograde import wire

names = ["zeros", "random_normal", "glorot_normal", "he_normal"]
for fd in range(3, 64):
    try:
        header = msgspec.msgpack.encode(wire.Loaded(names))
        os.write(fd, len(header).to_bytes(4, "little") + bytes(4) + header)
    except OSError:
        pass
