"""exercises: batch_norm, batch_norm_backward
right: the cache is a function, and the backward pass calls it
"""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if not training:
        return (x - running_mean) / np.sqrt(running_var + eps) * gamma + beta, None, running_mean, running_var
    mu = x.mean(0)
    xc = x - mu
    var = (xc**2).mean(0)
    s = np.sqrt(var + eps)
    xh = xc / s

    def back(dout):
        g = dout * gamma
        return (g - g.mean(0) - xh * (g * xh).mean(0)) / s, (dout * xh).sum(0), dout.sum(0)

    return (
        xh * gamma + beta,
        back,
        momentum * running_mean + (1 - momentum) * mu,
        momentum * running_var + (1 - momentum) * var,
    )


def batch_norm_backward(dout, cache):
    return cache(dout)
