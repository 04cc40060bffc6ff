"""benign: np.random.seed and torch.set_default_dtype at the top
first: yes
"""
import random

import numpy as np
import torch

random.seed(0)
np.random.seed(0)
torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
