"""threat: escaping: devices, links and pipes with names, permissions and attributes of its own files
verdict: denied
expect: full
free: zeros
"""

import ctypes
import os

open("mine", "w").close()


def whiteout():
    if ctypes.CDLL(None, use_errno=True).renameat2(-100, b"mine", -100, b"yours", 4):
        raise OSError(ctypes.get_errno(), "no device")


for attack in (
    whiteout,
    lambda: os.mknod("pipe", 0o10600),
    lambda: os.symlink("/", "root"),
    lambda: os.link("mine", "too"),
    lambda: os.chmod("mine", 0o4777),
    lambda: os.utime("mine"),
    lambda: os.setxattr("mine", "user.a", b"b"),
    lambda: os.truncate("mine", 1),
):
    try:
        attack()
    except OSError:
        continue
    del zeros
    break
