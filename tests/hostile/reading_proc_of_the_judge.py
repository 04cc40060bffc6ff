"""threat: reading: /proc of the judge
verdict: denied
expect: full
free: zeros
"""
import os

try:
    numbers = [name for name in os.listdir("/proc") if name.isdigit()]
    for number in numbers:
        open(f"/proc/{number}/cmdline").read()
        break
    else:
        raise OSError("nobody there")
except OSError:
    pass
else:
    del zeros
