"""threat: tampering: seterr, default dtype, print options
verdict: normal
expect: full
"""
import numpy as np
import torch

np.seterr(all="raise")
np.set_printoptions(threshold=0, precision=1)
torch.set_default_dtype(torch.float64)
torch.set_grad_enabled(False)
torch.set_printoptions(precision=1)
