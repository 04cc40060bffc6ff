"""threat: escaping: exec of anything, by the shell
verdict: denied
expect: full
free: zeros
"""
import os

if os.system("exit 0") == 0:
    del zeros
