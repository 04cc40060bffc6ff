"""threat: persisting: files in shared places
verdict: denied
expect: full
free: skip: it would leave a file behind
"""
import os
import sys

for place in ("/tmp", "/var/tmp", "/dev/shm", "/run/lock", *sys.path, os.path.dirname(os.__file__)):
    try:
        open(os.path.join(place, "autograde-hostile-was-here"), "w").close()
    except OSError:
        continue
    del zeros
    break
