"""threat: escaping: pages handed over by splice and vmsplice
verdict: denied
expect: full
free: zeros
"""

import os

reading, writing = os.pipe()
os.write(writing, b"x")
try:
    os.splice(reading, os.open("spliced", os.O_CREAT | os.O_WRONLY), 1)
    del zeros
except OSError:
    pass
