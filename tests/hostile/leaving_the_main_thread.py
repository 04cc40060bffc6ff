"""threat: leaving: the main thread leaves the others behind, and nobody sees how much memory they use
verdict: zero
expect: all but zeros
"""

import ctypes
import platform
import threading
import time

EXIT = {"x86_64": 60, "aarch64": 93}[platform.machine()]


def zeros(fan_in, fan_out, rng):
    threading.Thread(target=time.sleep, args=(100,)).start()
    ctypes.CDLL(None).syscall(EXIT, 0)
