"""threat: reading: linecache and tracebacks of the runner
verdict: denied
expect: full
free: zeros
"""
import inspect
import linecache
import sys

lines = []
frame = sys._getframe()
while frame is not None:
    name = frame.f_code.co_filename
    if not name.startswith("<"):
        linecache.checkcache(name)
        lines += linecache.getlines(name)
    frame = frame.f_back
if any("def " in line for line in lines):
    del zeros
