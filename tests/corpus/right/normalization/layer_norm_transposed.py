"""exercise: layer_norm
right: everything on the transpose, so that rows become columns
"""
import numpy as np


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    columns = x.T
    centred = columns - columns.mean(axis=0)
    scale = 1 / np.sqrt((centred * centred).mean(axis=0) + eps)
    x_hat = centred * scale
    return (gamma[:, None] * x_hat + beta[:, None]).T, {"x_hat": x_hat, "scale": scale, "gamma": gamma}


def layer_norm_backward(dout, cache):
    x_hat = cache["x_hat"]
    d = cache["gamma"][:, None] * dout.T
    n = len(d)
    dx = cache["scale"] / n * (n * d - d.sum(axis=0) - x_hat * (d * x_hat).sum(axis=0))
    return dx.T, (dout.T * x_hat).sum(axis=1), np.ones(len(dout)) @ dout
