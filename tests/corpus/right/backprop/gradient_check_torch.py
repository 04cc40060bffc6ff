"""exercise: gradient_check
right: the norms by torch, the numerical gradient by a loop of its own
"""
import numpy as np
import torch


def relative_error(a, b):
    a, b = torch.as_tensor(a, dtype=torch.float64), torch.as_tensor(b, dtype=torch.float64)
    total = a.norm() + b.norm()
    return (a - b).norm() / total if total > 0 or torch.isnan(total) else torch.tensor(0.0)


def gradient_check(f, grad, x, h=1e-5, tolerance=1e-6):
    x = np.array(x, dtype=float)
    numeric = torch.zeros(x.shape, dtype=torch.float64)
    for index in np.ndindex(*x.shape):
        step = np.zeros_like(x)
        step[index] = h
        numeric[index] = (f(x + step) - f(x - step)) / (2 * h)
    error = relative_error(grad, numeric)
    return (error <= tolerance).item(), error
