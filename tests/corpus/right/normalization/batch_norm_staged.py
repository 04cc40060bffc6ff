"""exercises: batch_norm, batch_norm_backward
right: the backward pass node by node through the graph, as in the paper; the cache is a dict of everything
"""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if not training:
        out = (x - running_mean) / np.sqrt(running_var + eps) * gamma + beta
        return [out, None, running_mean.copy(), running_var.copy()]
    mean = np.sum(x, axis=0) / x.shape[0]
    centred = x - mean
    var = np.sum(centred**2, axis=0) / x.shape[0]
    std = np.sqrt(var + eps)
    x_hat = centred / std
    cache = {"x": x, "centred": centred, "var": var, "eps": eps, "std": std, "x_hat": x_hat, "gamma": gamma}
    new_mean = momentum * running_mean + (1.0 - momentum) * mean
    new_var = momentum * running_var + (1.0 - momentum) * var
    return [gamma * x_hat + beta, cache, new_mean, new_var]


def batch_norm_backward(dout, cache):
    m = dout.shape[0]
    centred, std = cache["centred"], cache["std"]
    dgamma = np.sum(dout * cache["x_hat"], axis=0)
    dbeta = np.sum(dout, axis=0)
    dx_hat = dout * cache["gamma"]
    dvar = np.sum(dx_hat * centred, axis=0) * -0.5 * (cache["var"] + cache["eps"]) ** -1.5
    dmean = np.sum(-dx_hat / std, axis=0) + dvar * np.mean(-2.0 * centred, axis=0)
    dx = dx_hat / std + dvar * 2.0 * centred / m + dmean / m
    return [dx, dgamma, dbeta]
