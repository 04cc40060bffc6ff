"""threat: forging: arrays whose shape, dtype and bytes disagree
verdict: zero
expect: all but zeros, random_normal, symmetry, ~variance
"""
import os

import msgspec
from autograde import wire


def answer_everything(value, body=b""):
    for fd in range(3, 64):
        try:
            for identity in range(1, 600):
                header = msgspec.msgpack.encode(wire.Returned(identity, value, [], []))
                os.write(fd, len(header).to_bytes(4, "little") + len(body).to_bytes(4, "little") + header + body)
        except OSError:
            pass


def zeros(fan_in, fan_out, rng):
    answer_everything(wire.Array("float64", (1 << 20, 1 << 20)))


def random_normal(fan_in, fan_out, rng, std=1.0):
    answer_everything(wire.Array("float64", (2**39, 0, 2**39)), b"12345678")


def distinct_units(W, b, tolerance=1e-8):
    answer_everything(wire.Array("object", (1,)), b"12345678")


def preactivation_variance(fan_in, var_x, var_w):
    answer_everything(wire.Array("V8", (-1,)), b"12345678")
