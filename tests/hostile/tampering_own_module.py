"""threat: tampering: the submission's own module, its name and what it finds there
verdict: normal
expect: full
"""
import sys
import types

__name__ = "somebody_else"
sys.modules["__main__"] = types.ModuleType("__main__")
get_ipython = display = In = Out = _ = exit = quit = None
