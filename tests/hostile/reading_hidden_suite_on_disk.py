"""threat: reading: walking the disk for tests, solutions, other submissions
verdict: denied
expect: full
free: zeros
"""
import glob
import sys

found = [path for entry in sys.path for path in glob.glob(f"{entry}/autograde/hidden/*/test_*.py")]
try:
    text = open(found[0]).read()
except (IndexError, OSError):
    pass
else:
    del zeros
