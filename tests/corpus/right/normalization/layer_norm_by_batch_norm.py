"""exercise: layer_norm
right: the own batch norm of the transposed array
"""
import numpy as np


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    m = x.shape[0]
    one, zero = np.ones(m), np.zeros(m)
    xh, cache, _, _ = batch_norm_forward(x.T, one, zero, zero, one, training=True, eps=eps)
    return gamma * xh.T + beta, (cache, xh.T, gamma)


def layer_norm_backward(dout, cache):
    inner, xh, gamma = cache
    dx, _, _ = batch_norm_backward((dout * gamma).T, inner)
    return dx.T, (dout * xh).sum(axis=0), dout.sum(axis=0)
