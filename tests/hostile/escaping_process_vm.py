"""threat: escaping: process_vm_readv of the parent
verdict: denied
expect: full
free: zeros
"""
import ctypes
import os
import platform

libc = ctypes.CDLL(None, use_errno=True)
number = {"x86_64": 310, "aarch64": 270}[platform.machine()]
here = ctypes.create_string_buffer(8)
vector = (ctypes.c_size_t * 2)(ctypes.addressof(here), 8)  # the parent has the same addresses: it forked this
if libc.syscall(number, os.getppid(), vector, 1, vector, 1, 0) == 8:
    del zeros
