"""threat: escaping: System V and POSIX shared memory and queues
verdict: denied
expect: full
free: skip: it would leave a segment behind
"""
import ctypes
import platform

libc = ctypes.CDLL(None, use_errno=True)
shmget, msgget, semget, mq_open = {"x86_64": (29, 68, 64, 240), "aarch64": (194, 186, 190, 180)}[platform.machine()]
results = [
    libc.syscall(shmget, 0x41555447, 4096, 0o1666),
    libc.syscall(msgget, 0x41555447, 0o1666),
    libc.syscall(semget, 0x41555447, 1, 0o1666),
    libc.syscall(mq_open, b"autograde-hostile", 0o102, 0o666, None),
]
if max(results) >= 0:
    del zeros
