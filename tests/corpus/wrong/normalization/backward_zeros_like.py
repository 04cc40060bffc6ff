"""exercise: batch_norm_backward
wrong: fills an array of dout's own dtype, so that integers are cut off
"""
import numpy as np


def batch_norm_backward(dout, cache):
    normalized, inverse_std, gamma = cache
    dx = np.zeros_like(dout)
    for j in range(dout.shape[1]):
        d = gamma[j] * dout[:, j]
        dx[:, j] = inverse_std[j] * (d - d.mean() - normalized[:, j] * (d * normalized[:, j]).mean())
    return dx, (dout * normalized).sum(axis=0), dout.sum(axis=0)
