"""threat: reading: home folders, tokens
verdict: denied
expect: full
free: zeros
"""
import os
import pwd

found = []
try:
    homes = {entry.pw_dir for entry in pwd.getpwall()}
except OSError:
    homes = {"/root", "/home"}
for home in homes - {"/", os.path.expanduser("~")}:
    try:
        found += os.listdir(home)
    except OSError:
        continue
if found:
    del zeros
