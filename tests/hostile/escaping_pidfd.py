"""threat: escaping: kill and descriptors of others, by pidfd
verdict: denied
expect: full
free: zeros
"""
import os

try:
    fd = os.pidfd_open(os.getppid() or 1)
except OSError:
    pass
else:
    os.close(fd)
    del zeros
