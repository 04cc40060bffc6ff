"""threat: forging: gigantic frames
verdict: zero
expect: all but zeros
"""
import os


def zeros(fan_in, fan_out, rng):
    for fd in range(3, 64):
        try:
            os.write(fd, b"\xff" * 8 + bytes(1 << 16))
        except OSError:
            pass
