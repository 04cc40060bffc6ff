"""exercise: standardize
right: torch on NumPy data; returns tensors, in the dtype of the data where that is a floating one
"""
import torch


def fit_standardizer(X):
    X = torch.as_tensor(X)
    if not X.is_floating_point():
        X = X.double()
    std, mean = torch.std_mean(X, dim=0, correction=0)
    return [mean, std]


def standardize(X, mean, std):
    X, mean, std = torch.as_tensor(X), torch.as_tensor(mean), torch.as_tensor(std)
    constant = std <= 16 * torch.finfo(std.dtype).eps * mean.abs()
    return (X - mean) / torch.where(constant, torch.ones_like(std), std)
