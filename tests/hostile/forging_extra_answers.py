"""threat: forging: extra frames: answers to questions that were not asked yet
verdict: zero
expect: all but zeros
"""
import os

import msgspec
from autograde import wire


def zeros(fan_in, fan_out, rng):
    for fd in range(3, 64):
        try:
            for identity in range(1, 400):
                header = msgspec.msgpack.encode(wire.Returned(identity, 0.0, [], []))
                os.write(fd, len(header).to_bytes(4, "little") + bytes(4) + header)
        except OSError:
            pass
