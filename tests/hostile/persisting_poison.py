"""threat: persisting: a poisoned warm process: what is changed in memory dies with the child
verdict: normal
expect: full
free: full
"""
import builtins
import sys

import numpy as np
import torch

if hasattr(builtins, "poisoned") or hasattr(np, "poisoned") or "poisoned" in sys.modules:
    del zeros
builtins.poisoned = np.poisoned = True
sys.modules["poisoned"] = np
torch.nn.Linear.poisoned = True
