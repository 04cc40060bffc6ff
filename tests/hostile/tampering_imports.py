"""threat: tampering: the import system
verdict: contained
expect: less
"""
import builtins
import sys


def refuse(*args, **kwargs):
    raise ImportError("no more")


builtins.__import__ = refuse
sys.meta_path.clear()
sys.path.clear()
