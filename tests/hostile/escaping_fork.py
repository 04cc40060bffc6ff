"""threat: escaping: fork
verdict: denied
expect: full
free: zeros
"""
import os

try:
    pid = os.fork()
except OSError:
    pass
else:
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    del zeros
