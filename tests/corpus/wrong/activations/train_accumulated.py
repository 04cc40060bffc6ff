"""exercise: train
wrong: collects the gradients of all batches and steps once per epoch
"""
import numpy as np


def train(params, X, y, activation, learning_rate, epochs, batch_size, rng):
    act, slope = {"relu": (relu, relu_grad), "sigmoid": (sigmoid, sigmoid_grad), "tanh": (tanh, tanh_grad)}[activation]
    params = [(W.copy(), b.copy()) for W, b in params]
    history = {"loss": [], "accuracy": []}
    m = len(X)
    for epoch in range(epochs):
        order = rng.permutation(m)
        begin, total = params, params
        for start in range(0, m, batch_size):
            rows = order[start : start + batch_size]
            x, t = X[rows], y[rows]
            hs, zs = [x], []
            for W, b in begin[:-1]:
                zs.append(hs[-1] @ W + b)
                hs.append(act(zs[-1]))
            W, b = begin[-1]
            delta = (sigmoid(hs[-1] @ W + b) - t) / len(rows)
            new = []
            for layer in range(len(params) - 1, -1, -1):
                W, b = begin[layer]
                sum_W, sum_b = total[layer]
                new.append((sum_W - learning_rate * hs[layer].T @ delta, sum_b - learning_rate * delta.sum(axis=0)))
                if layer > 0:
                    delta = delta @ W.T * slope(zs[layer - 1])
            total = new[::-1]
        params = total
        h = X
        for W, b in params[:-1]:
            h = act(h @ W + b)
        z = h @ params[-1][0] + params[-1][1]
        history["loss"].append(float(np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))))
        history["accuracy"].append(float(np.mean((z > 0) == (y > 0.5))))
    return params, history
