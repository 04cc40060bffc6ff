"""threat: tampering: the submission's own module, its name and its dictionary
verdict: normal
expect: full
"""
import sys
import types

__name__ = "somebody_else"
sys.modules["__main__"] = types.ModuleType("__main__")
del __builtins__
In = Out = _ = exit = quit = None
