"""exercise: sigmoid
wrong: computes in float32, the default dtype of torch
"""
import numpy as np
import torch


def sigmoid(z):
    return torch.sigmoid(torch.tensor(z, dtype=torch.float32)).numpy()


def sigmoid_grad(z):
    decay = np.exp(-np.abs(z))
    return decay / (1.0 + decay) ** 2
