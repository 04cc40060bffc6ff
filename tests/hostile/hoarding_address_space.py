"""threat: hoarding: address space, by mappings that are never touched
verdict: zero
expect: all but zeros
"""
import mmap


def zeros(fan_in, fan_out, rng):
    hoard = []
    while True:
        hoard.append(mmap.mmap(-1, 1 << 30))
