"""threat: reading: inherited descriptors
verdict: denied
expect: full
"""
import os
import stat

others = []
for fd in range(3, 1024):
    try:
        mode = os.fstat(fd).st_mode
    except OSError:
        continue
    if not stat.S_ISSOCK(mode):
        others.append(fd)
    else:
        sockets = globals().setdefault("sockets", [])
        sockets.append(fd)
if others or len(sockets) != 1:
    del zeros
