"""exercise: loss_gradients
wrong: the gradient of the summed loss: the 1 / m is missing
"""
import numpy as np
from scipy.special import expit


def act(z, activation):
    if activation == "relu":
        return np.maximum(z, 0)
    if activation == "sigmoid":
        return expit(z)
    return np.tanh(z)


def slope(h, activation):
    if activation == "relu":
        return (h > 0) * 1.0
    if activation == "sigmoid":
        return h * (1 - h)
    return 1 - h**2


def loss_gradients(params, X, y, activation):
    hs = [X]
    for W, b in params[:-1]:
        hs.append(act(hs[-1] @ W + b, activation))
    W, b = params[-1]
    p = expit(hs[-1] @ W + b)
    delta = p - y
    grads = [delta]
    for i in range(len(params) - 1, 0, -1):
        g = delta @ params[i][0].T
        grads.append(g)
        delta = g * slope(hs[i], activation)
    return grads[::-1]
