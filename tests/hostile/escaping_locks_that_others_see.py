"""threat: escaping: locks on files that are everybody's, by which two submissions could talk
verdict: denied
expect: full
free: zeros
"""

import fcntl
import os

shared = os.open(os.__file__, os.O_RDONLY)
for lock in (fcntl.flock, fcntl.lockf):
    try:
        lock(shared, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        continue
    del zeros
    break
