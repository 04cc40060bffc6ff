"""threat: forging: deeply nested frames
verdict: zero
expect: all but zeros, symmetry
"""
import os


def send(header):
    for fd in range(3, 64):
        try:
            os.write(fd, len(header).to_bytes(4, "little") + bytes(4) + header)
        except OSError:
            pass


def zeros(fan_in, fan_out, rng):
    send(b"\x91" * 100_000)


def distinct_units(W, b, tolerance=1e-8):
    nested = []
    for _ in range(5000):
        nested = [nested]
    return nested
