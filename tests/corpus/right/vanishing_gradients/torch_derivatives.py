"""exercise: saturation, derivative_bound
right: derivatives by torch autograd; a float32 mean of truth values
"""
import torch


def _derivative(z, activation):
    z = torch.as_tensor(z).double().clone().requires_grad_()
    out = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation](z)
    return torch.autograd.grad(out.sum(), z)[0]


def saturated_fraction(z, activation, threshold=0.01):
    return (_derivative(z, activation) < threshold).float().mean()


def derivative_bound(activation, depth):
    steepest = _derivative(torch.tensor([0.0 if activation != "relu" else 1.0]), activation)
    return (steepest**depth)[0]
