"""threat: escaping: ptrace
verdict: denied
expect: full
free: skip: it would stop the warm process
"""
import ctypes
import os
import platform

libc = ctypes.CDLL(None, use_errno=True)
number = {"x86_64": 101, "aarch64": 117}[platform.machine()]
parent = os.getppid()
if libc.syscall(number, 16, parent, 0, 0) == 0 or libc.syscall(number, 0x4206, parent, 0, 0) == 0:
    del zeros
