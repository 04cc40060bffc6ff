"""threat: escaping: mount, chroot, pivot_root
verdict: denied
expect: full
free: zeros
"""
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
os.makedirs("here", exist_ok=True)
libc.unshare(0x10020000)
if libc.mount(b"none", b"here", b"tmpfs", 0, None) == 0:
    libc.umount2(b"here", 2)
    del zeros
elif libc.chroot(b"here") == 0:
    del zeros
