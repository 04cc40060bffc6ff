"""exercise: layer_norm
right: a loop over the examples, the backward pass in the three steps of the paper; returns lists of results
"""
import numpy as np


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    rows, cache = [], []
    for row in x:
        mean, var = np.mean(row), np.var(row)
        rows.append(gamma * (row - mean) / np.sqrt(var + eps) + beta)
        cache.append((row - mean, var + eps))
    return [np.stack(rows), (gamma, cache)]


def layer_norm_backward(dout, cache):
    gamma, rows = cache
    dx = np.zeros(dout.shape)
    dgamma, dbeta = np.zeros(len(gamma)), np.zeros(len(gamma))
    for i, (deviation, var) in enumerate(rows):
        d = gamma * dout[i]
        dvar = -0.5 * var**-1.5 * np.sum(d * deviation)
        dmean = -np.sum(d) / np.sqrt(var)
        dx[i] = d / np.sqrt(var) + (2 * deviation * dvar + dmean) / len(gamma)
        dgamma += dout[i] * deviation / np.sqrt(var)
        dbeta += dout[i]
    return [dx, dgamma, dbeta]
