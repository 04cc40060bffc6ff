"""threat: leaving: atexit
verdict: normal
expect: full
"""
import atexit
import os

atexit.register(os._exit, 0)
atexit.register(print, "score: 100")
atexit._run_exitfuncs if False else None
