"""threat: escaping: memfd
verdict: denied
expect: full
free: zeros
"""
import os

try:
    fd = os.memfd_create("payload")
except OSError:
    pass
else:
    os.close(fd)
    del zeros
