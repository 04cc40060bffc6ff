"""threat: persisting: __pycache__, .pth files and modules of the interpreter
verdict: denied
expect: full
free: skip: it would change the interpreter
"""
import glob
import os

import numpy as np

targets = [os.__file__, np.__file__, *glob.glob(os.path.dirname(os.__file__) + "/__pycache__/*.pyc")[:5]]
for target in targets:
    for attempt in (
        lambda: open(target, "r+b"),
        lambda: os.unlink(target),
        lambda: os.utime(target),
        lambda: os.chmod(target, 0o666),
        lambda: os.rename(target, target + ".old"),
        lambda: os.truncate(target, 0),
    ):
        try:
            attempt()
        except OSError:
            continue
        del zeros
        break
    else:
        continue
    break
