"""threat: hoarding: memory in shared mappings, which no limit of the kernel counts
verdict: zero
expect: all but zeros
"""
import mmap


def zeros(fan_in, fan_out, rng):
    hoard = []
    while True:
        hoard.append(mmap.mmap(-1, 64 << 20))
        hoard[-1].write(b"x" * (64 << 20))
