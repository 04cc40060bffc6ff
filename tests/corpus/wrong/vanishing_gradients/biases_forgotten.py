"""exercise: loss_gradients
wrong: forgets the biases in the forward pass
"""
import numpy as np


def loss_gradients(params, X, y, activation):
    h, hs = X, []
    f = {"relu": lambda z: np.maximum(z, 0), "sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh}[activation]
    d = {"relu": lambda h: (h > 0) * 1.0, "sigmoid": lambda h: h * (1 - h), "tanh": lambda h: 1 - h**2}[activation]
    for W, b in params[:-1]:
        h = f(h @ W)
        hs.append(h)
    g = (1 / (1 + np.exp(-(h @ params[-1][0]))) - y) / len(X)
    out = [g]
    for i in range(len(params) - 1, 0, -1):
        dh = g @ params[i][0].T
        out.append(dh)
        g = dh * d(hs[i - 1])
    return out[::-1]
