"""threat: hoarding: shared memory, kept whole by one page that stays mapped
verdict: zero
expect: all but zeros
"""

import mmap


def zeros(fan_in, fan_out, rng):
    hoard = []
    for _ in range(100):
        hoard.append(mmap.mmap(-1, 64 << 20))
        hoard[-1].write(bytes(64 << 20))
        hoard[-1].resize(mmap.PAGESIZE)
