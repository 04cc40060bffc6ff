"""threat: escaping: io_uring
verdict: denied
expect: full
free: zeros
"""
import ctypes

if ctypes.CDLL(None, use_errno=True).syscall(425, 4, ctypes.create_string_buffer(120)) >= 0:
    del zeros
