"""exercise: dense
right: torch's own linear layer; the backward pass by autograd; results are tensors, the output with its graph
"""
import torch


def dense_forward(x, W, b):
    x, W, b = (torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in (x, W, b))
    return torch.nn.functional.linear(x, W.T, b)


def dense_backward(dy, x, W):
    x, W = (torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in (x, W))
    b = torch.zeros(W.shape[1], dtype=torch.float64, requires_grad=True)
    y = torch.nn.functional.linear(x, W.T, b)
    return torch.autograd.grad(y, (x, W, b), torch.tensor(dy, dtype=torch.float64))
