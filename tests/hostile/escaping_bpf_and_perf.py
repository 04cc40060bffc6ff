"""threat: escaping: bpf, perf, userfaultfd, keyrings
verdict: denied
expect: full
free: zeros
"""
import ctypes
import platform
import struct

libc = ctypes.CDLL(None, use_errno=True)
bpf, userfault, add_key = {"x86_64": (321, 323, 248), "aarch64": (280, 282, 217)}[platform.machine()]
results = [
    libc.syscall(bpf, 0, struct.pack("IIIII", 2, 4, 4, 1, 0), 20),
    libc.syscall(userfault, 1),
    libc.syscall(add_key, b"user", b"hostile", b"x", 1, -2),
]
if max(results) >= 0:
    del zeros
