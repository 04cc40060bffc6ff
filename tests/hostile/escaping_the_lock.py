"""threat: escaping: undoing the lock: dumpable, orphaned, another filter
verdict: denied
expect: full
free: zeros
"""
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
if libc.prctl(4, 1, 0, 0, 0) == 0 or libc.prctl(1, 0, 0, 0, 0) == 0:
    del zeros
