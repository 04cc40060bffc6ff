"""threat: tampering: thread counts
verdict: normal
expect: full
"""
import os

import torch

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "64"
torch.set_num_threads(16)
product = torch.ones(400, 400) @ torch.ones(400, 400)
