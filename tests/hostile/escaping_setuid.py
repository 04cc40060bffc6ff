"""threat: escaping: setuid
verdict: denied
expect: full
"""
import os

for change in (os.setuid, os.seteuid, os.setgid):
    try:
        change(0)
    except OSError:
        continue
    if os.getuid() == 0:
        del zeros
        break
