"""exercise: tanh
wrong: computes in float32, the default dtype of torch
"""
import torch


def tanh(z):
    return torch.tanh(torch.tensor(z, dtype=torch.float32))
