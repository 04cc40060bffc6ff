"""exercise: layer_norm
right: hypot of std and root of eps, a cache with all kinds of values
"""
import numpy as np


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    mu = np.mean(x, -1, keepdims=True)
    s = np.std(x, -1, keepdims=True)
    inv = 1 / np.hypot(s, np.sqrt(eps))
    cache = dict(
        x=x,
        mu=mu,
        inv=inv,
        gamma=gamma,
        beta=beta,
        eps=eps,
        junk=[lambda: 0, np, {1}, b"x", 1j, ..., np.array([None]), np.ma.array([1.0])],
    )
    return np.add(np.multiply((x - mu) * inv, gamma), beta), cache


def layer_norm_backward(dout, cache):
    xh = (cache["x"] - cache["mu"]) * cache["inv"]
    n = xh.shape[1]
    g = dout * cache["gamma"]
    dx = (n * g - g.sum(1, keepdims=True) - xh * (g * xh).sum(1, keepdims=True)) * cache["inv"] / n
    return tuple([dx, np.sum(xh * dout, 0), np.sum(dout, 0)])
