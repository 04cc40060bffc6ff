"""threat: forging: truncated frames
verdict: zero
expect: all but zeros
"""
import os


def zeros(fan_in, fan_out, rng):
    for fd in range(3, 64):
        try:
            os.write(fd, (1000).to_bytes(4, "little") + (1 << 20).to_bytes(4, "little") + b"half")
        except OSError:
            pass
    while True:
        pass
