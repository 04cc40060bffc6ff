"""threat: tampering: the submission's own module, its name and what it finds there
verdict: normal
expect: full
"""
import sys
import types

__name__ = "somebody_else"
__file__ = __spec__ = __loader__ = __builtins_copy__ = None
sys.modules["somebody_else"] = sys.modules["__mp_main__"] = types.ModuleType("somebody_else")
get_ipython = display = In = Out = _ = exit = quit = None
