"""exercises: batch_norm, batch_norm_backward
right: the cache is a function that already knows how to go backward
"""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    mean, var = (np.mean(x, 0), np.var(x, 0)) if training else (running_mean, running_var)
    scale = (var + eps) ** -0.5
    x_hat = (x - mean) * scale

    def backward(dout):
        m = len(dout)
        dgamma, dbeta = (dout * x_hat).sum(0), dout.sum(0)
        return gamma * scale / m * (m * dout - dbeta - x_hat * dgamma), dgamma, dbeta

    if training:
        running_mean = running_mean + (1 - momentum) * (mean - running_mean)
        running_var = running_var + (1 - momentum) * (var - running_var)
    return x_hat * gamma + beta, backward, running_mean, running_var


def batch_norm_backward(dout, cache):
    return cache(dout)
