"""threat: forging: frames written to every descriptor
verdict: contained
expect: full

The cell that does it is left out; the rest counts.
"""
import os

for fd in range(64):
    try:
        os.write(fd, b"\x05\x00\x00\x00\x00\x00\x00\x00" + b"passed" * 100)
    except OSError:
        pass
