"""exercise: backward_pass
right: recursion over the layers, results as tuples of tuples
"""
import numpy as np


def mlp_loss_and_grads(params, X, y, activation):
    m = len(X)

    def act(z):
        if activation == "relu":
            return np.maximum(z, 0), (z > 0) * 1.0
        if activation == "tanh":
            return np.tanh(z), 1 - np.tanh(z) ** 2
        s = np.exp(-np.logaddexp(0, -z))
        return s, s * (1 - s)

    def solve(x, rest):
        (W, b), *deeper = rest
        z = x @ W + 1.0 * b
        if deeper:
            a, slope = act(z)
            loss, da, grads = solve(a, deeper)
            dz = da * slope
        else:
            loss, grads = np.logaddexp(0, z).mean() - (y * z).mean(), ()
            dz = (np.exp(-np.logaddexp(0, -z)) - y) / m
        return loss, dz @ W.T, ((x.T @ dz, dz.sum(axis=0)), *grads)

    loss, _, grads = solve(X, list(params))
    return loss, grads
