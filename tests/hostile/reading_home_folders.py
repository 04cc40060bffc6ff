"""threat: reading: home folders, tokens
verdict: denied
expect: full
free: zeros
"""
import os
import pwd

try:
    homes = [entry.pw_dir for entry in pwd.getpwall()]
    found = [os.path.join(home, name) for home in homes for name in os.listdir(home)]
except OSError:
    found = []
if found:
    del zeros
