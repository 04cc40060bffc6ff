"""exercise: random_normal
wrong: seeds torch's global generator from rng
"""
import numpy as np


import torch


def random_normal(fan_in, fan_out, rng, std=1.0):
    torch.manual_seed(int(rng.integers(2**31)))
    return std * torch.randn(fan_in, fan_out)
