"""threat: escaping: fork by the raw system calls fork, vfork's kin clone, and clone3
verdict: denied
expect: full
free: zeros
"""
import ctypes
import os
import platform

libc = ctypes.CDLL(None, use_errno=True)
clone = {"x86_64": 56, "aarch64": 220}[platform.machine()]
pid = libc.syscall(clone, 17, 0, 0, 0, 0)
if pid == 0:
    os._exit(0)
if pid < 0:
    arguments = (ctypes.c_uint64 * 8)(0, 0, 0, 0, 17)
    pid = libc.syscall(435, arguments, ctypes.sizeof(arguments))
    if pid == 0:
        os._exit(0)
if pid > 0:
    os.waitpid(pid, 0)
    del zeros
