"""exercises: batch_norm, batch_norm_backward
right: checks shapes and dtypes, folds scale and shift, the full Jacobian backward
"""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    assert x.ndim == 2 and gamma.shape == beta.shape == running_mean.shape == running_var.shape == x.shape[1:]
    assert isinstance(training, bool) and eps > 0 and (running_var >= 0).all()
    if len({a.dtype for a in (x, gamma, beta, running_mean, running_var)}) != 1:
        raise TypeError("one dtype")
    mean, var = (x.mean(0), np.var(x, 0, mean=x.mean(0, keepdims=True))) if training else (running_mean, running_var)
    a = gamma / np.sqrt(var + eps)
    out = a * x + (beta - a * mean) if not training else a * (x - mean) + beta
    new = (
        (running_mean, running_var)
        if not training
        else tuple((1 - momentum) * b + momentum * r for r, b in zip((running_mean, running_var), (mean, var)))
    )
    return (out, (x, gamma, mean, np.sqrt(var + eps)), *new)


def batch_norm_backward(dout, cache):
    x, gamma, mean, std = cache
    xh = (x - mean) / std
    J = np.einsum("ik,j->ikj", np.eye(len(x)) - 1 / len(x), np.ones(x.shape[1])) - np.einsum(
        "ij,kj->ikj", xh, xh
    ) / len(x)
    return np.einsum("ikj,kj->ij", J, dout) * (gamma / std), (dout * xh).sum(axis=0), dout.sum(axis=0)
