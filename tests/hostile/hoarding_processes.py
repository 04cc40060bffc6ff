"""threat: hoarding: forks
verdict: denied
expect: full
free: skip: a fork bomb
"""
import os

try:
    while True:
        os.fork()
except OSError:
    pass
