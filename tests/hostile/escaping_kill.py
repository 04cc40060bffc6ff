"""threat: escaping: kill of the judge or the pool
verdict: denied
expect: full
free: skip: it would kill the warm process, or everybody
"""
import os
import signal

for pid in (os.getppid(), 1, 0, -1, *range(2, 400)):
    if pid != os.getpid():
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            continue
        del zeros
        break
