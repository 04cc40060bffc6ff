"""threat: escaping: the x32 numbers of the same calls
verdict: denied
expect: full
"""
import ctypes
import os
import platform

if platform.machine() == "x86_64":
    pid = ctypes.CDLL(None, use_errno=True).syscall(0x40000000 | 57)
    if pid == 0:
        os._exit(0)
    if pid > 0:
        os.waitpid(pid, 0)
        del zeros
