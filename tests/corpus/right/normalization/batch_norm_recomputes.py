"""exercises: batch_norm, batch_norm_backward
right: the cache is only what came in; the backward pass computes the statistics again
"""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean, var = x.mean(0), ((x - x.mean(0)) ** 2).mean(0)
        running_mean, running_var = (
            momentum * old + (1 - momentum) * new for old, new in ((running_mean, mean), (running_var, var))
        )
    else:
        mean, var = running_mean, running_var
    out = beta + (gamma / np.sqrt(var + eps)) * (x - mean)
    return out, (x, gamma, eps), running_mean, running_var


def batch_norm_backward(dout, cache):
    x, gamma, eps = cache
    mean, var = x.mean(0), x.var(0)
    d = dout - dout.mean(0)
    covariance = (d * (x - mean)).mean(0)
    dx = gamma / np.sqrt(var + eps) * (d - (x - mean) * covariance / (var + eps))
    return dx, (dout * (x - mean)).sum(0) / np.sqrt(var + eps), dout.sum(0)
