"""threat: reading: other submissions, in the folders that everybody shares
verdict: denied
expect: full
free: zeros
"""
import os

seen = []
for folder in ("/tmp", "/var/tmp", "/dev/shm", "/home", "/srv"):
    try:
        os.listdir(folder)
    except OSError:
        continue
    seen.append(folder)
if seen:
    del zeros
