"""threat: escaping: unshare, setns
verdict: denied
expect: full
free: zeros
"""
import ctypes
import platform

libc = ctypes.CDLL(None, use_errno=True)
number = {"x86_64": 272, "aarch64": 97}[platform.machine()]
if libc.syscall(number, 0x10000000) == 0 or libc.syscall(number, 0x00020000) == 0:
    del zeros
