"""exercise: train
wrong: computes in float32
"""

import numpy as np


def train(params, X, y, activation, learning_rate, epochs, batch_size, rng):
    act, slope = {"relu": (relu, relu_grad), "sigmoid": (sigmoid, sigmoid_grad), "tanh": (tanh, tanh_grad)}[activation]
    params = [(W.astype(np.float32), b.astype(np.float32)) for W, b in params]
    X = X.astype(np.float32)
    history = {"loss": [], "accuracy": []}
    m = len(X)
    for epoch in range(epochs):
        order = rng.permutation(m)
        for start in range(0, m, batch_size):
            rows = order[start : start + batch_size]
            x, t = X[rows], y[rows]
            hs, zs = [x], []
            for W, b in params[:-1]:
                zs.append(hs[-1] @ W + b)
                hs.append(act(zs[-1]))
            W, b = params[-1]
            delta = (sigmoid(hs[-1] @ W + b) - t) / len(rows)
            new = []
            for layer in range(len(params) - 1, -1, -1):
                W, b = params[layer]
                new.append((W - learning_rate * hs[layer].T @ delta, b - learning_rate * delta.sum(axis=0)))
                if layer > 0:
                    delta = delta @ W.T * slope(zs[layer - 1])
            params = new[::-1]
        h = X
        for W, b in params[:-1]:
            h = act(h @ W + b)
        z = h @ params[-1][0] + params[-1][1]
        history["loss"].append(float(np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))))
        history["accuracy"].append(float(np.mean((z > 0) == (y > 0.5))))
    return params, history
