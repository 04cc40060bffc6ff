"""threat: lying objects: arrays and tensors that repeat a few bytes, or have none at all
verdict: zero
expect: all but zeros, symmetry, ~variance
"""

import numpy as np
import torch


def zeros(fan_in, fan_out, rng):
    return np.broadcast_to(np.zeros(1), (2**20, 2**30))


def distinct_units(W, b, tolerance=1e-8):
    return torch.zeros(1, dtype=torch.bfloat16).expand(2**40)


def preactivation_variance(fan_in, var_w, var_x):
    return torch.zeros(2**20, 2**20, device="meta")
