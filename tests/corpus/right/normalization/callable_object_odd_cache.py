"""exercises: batch_norm, batch_norm_backward
right: an object with __call__, the centring matrix, a dict of odd keys as the cache
"""
import numpy as np


class _Forward:
    def __call__(self, x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
        m = x.shape[0]
        C = np.eye(m) - np.full((m, m), 1 / m)
        if training:
            xc = C @ x
            mean, var = np.full(m, 1 / m) @ x, np.diagonal(xc.T @ xc) / m
            xc = x - mean
            var = np.einsum("ij,ij->j", xc, xc) / m
            rm, rv = (
                np.average([running_mean, mean], axis=0, weights=[momentum, 1 - momentum]),
                np.average([running_var, var], axis=0, weights=[momentum, 1 - momentum]),
            )
        else:
            xc, var, rm, rv = x - running_mean, running_var, running_mean, running_var
        f = (var + eps) ** -0.5
        cache = {("xc", 0): xc, None: f, frozenset({1}): gamma, "set": {1, 2}, "C": C, 3.5: object()}
        return gamma * (xc * f) + beta, cache, rm, rv


batch_norm_forward = _Forward()


def batch_norm_backward(dout, cache):
    xc, f, gamma, C = cache[("xc", 0)], cache[None], cache[frozenset({1})], cache["C"]
    dxc = dout * gamma * f
    df = (dout * gamma * xc).sum(0)
    dvar = df * -0.5 * f**3
    dxc = dxc + 2 / len(dout) * xc * dvar
    return C @ dxc, (dout * xc * f).sum(0), dout.sum(0)
