"""exercises: batch_norm, batch_norm_backward
right: float32 all along for float32, sums row by row
"""
import numpy as np


def _rowsum(a):
    s = np.zeros(a.shape[1], a.dtype)
    for row in a:
        s = s + row
    return s


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if x.dtype.kind in "iu":
        x, gamma, beta, running_mean, running_var = (
            a.astype(np.float64) for a in (x, gamma, beta, running_mean, running_var)
        )
    m = x.dtype.type(len(x))
    if not training:
        return (
            gamma * ((x - running_mean) / np.sqrt(running_var + x.dtype.type(eps))) + beta,
            (),
            running_mean,
            running_var,
        )
    mu = _rowsum(x) / m
    var = _rowsum((x - mu) * (x - mu)) / m
    sd = np.sqrt(var + x.dtype.type(eps))
    xh = (x - mu) / sd
    k = x.dtype.type(momentum)
    return gamma * xh + beta, (xh, sd, gamma), k * running_mean + (1 - k) * mu, k * running_var + (1 - k) * var


def batch_norm_backward(dout, cache):
    xh, sd, gamma = cache
    if dout.dtype.kind in "iu":
        dout = dout.astype(np.float64)
    m = dout.dtype.type(len(dout))
    g = dout * gamma
    return (g - _rowsum(g) / m - xh * (_rowsum(g * xh) / m)) / sd, _rowsum(dout * xh), _rowsum(dout)
