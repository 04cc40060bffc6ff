"""exercise: loss_gradients
right: one example at a time, einsum, tuples
"""
import numpy as np
import math


def loss_gradients(params, X, y, activation):
    m = X.shape[0]
    rows = []
    for i in range(m):
        h, hidden = X[i], []
        for W, b in params[:-1]:
            z = np.einsum("n,nk->k", h, W) + b
            if activation == "relu":
                h = np.array([max(float(v), 0.0) for v in z])
            elif activation == "sigmoid":
                h = np.array([1 / (1 + math.exp(-v)) if v > 0 else math.exp(v) / (1 + math.exp(v)) for v in z])
            else:
                h = np.array([math.tanh(v) for v in z])
            hidden.append(h)
        logit = float(h @ params[-1][0][:, 0] + params[-1][1][0])
        p = 1 / (1 + math.exp(-logit)) if logit > 0 else math.exp(logit) / (1 + math.exp(logit))
        delta = np.array([(p - float(y[i, 0])) / m])
        grads = [delta]
        for W, h in zip([W for W, _ in params][:0:-1], hidden[::-1]):
            g = np.einsum("k,nk->n", delta, W)
            grads.append(g)
            d = (h > 0).astype(float) if activation == "relu" else h * (1 - h) if activation == "sigmoid" else 1 - h * h
            delta = g * d
        rows.append(grads[::-1])
    return tuple(np.stack(layer) for layer in zip(*rows))


def layer_gradient_norms(params, X, y, activation):
    return np.sqrt([np.sum(np.square(g)) for g in loss_gradients(params, X, y, activation)])
