"""exercise: batch_norm_backward
wrong: computes the standard deviation again in the backward pass, and forgets eps
"""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
    return gamma * (x - mean) / np.sqrt(var + eps) + beta, (x, gamma), running_mean, running_var


def batch_norm_backward(dout, cache):
    x, gamma = cache
    normalized = (x - x.mean(axis=0)) / x.std(axis=0)
    d = gamma * dout
    dx = (d - d.mean(axis=0) - normalized * (d * normalized).mean(axis=0)) / x.std(axis=0)
    return dx, (dout * normalized).sum(axis=0), dout.sum(axis=0)
