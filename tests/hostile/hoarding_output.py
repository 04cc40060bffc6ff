"""threat: hoarding: output
verdict: normal
expect: full
"""
import os
import sys

for _ in range(2000):
    print("x" * 10_000)
    print("y" * 10_000, file=sys.stderr)
    os.write(1, b"z" * 10_000)
    os.write(2, b"z" * 10_000)
