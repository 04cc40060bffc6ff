"""threat: hoarding: files that have no name and no descriptor, kept by one page that is mapped
verdict: zero
expect: all but zeros
"""

import ctypes
import os

mmap = ctypes.CDLL(None).mmap
mmap.restype, mmap.argtypes = ctypes.c_void_p, [ctypes.c_void_p, *[ctypes.c_long] * 5]


def zeros(fan_in, fan_out, rng):
    while True:
        fd = os.open("gone", os.O_RDWR | os.O_CREAT)
        os.unlink("gone")
        os.write(fd, bytes(4 << 20))
        mmap(None, 4096, 1, 2, fd, 0)
        os.close(fd)
