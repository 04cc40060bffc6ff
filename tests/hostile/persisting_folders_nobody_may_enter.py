"""threat: persisting: files and folders that cannot be removed by who made them
verdict: normal
expect: full
"""

import os

os.umask(0o777)
for number in range(5):
    os.mkdir(f"closed{number}")
    os.close(os.open(f"file{number}", os.O_CREAT, 0o4777))
