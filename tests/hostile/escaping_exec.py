"""threat: escaping: exec of anything
verdict: denied
expect: full
free: skip: without a jail this cell ends its process too, and is left out all the same
"""
import os

try:
    os.execv("/bin/sh", ["sh", "-c", "exit 0"])
except OSError:
    zeros_before = zeros
