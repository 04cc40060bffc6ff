"""exercises: train
right: does not draw an order when one batch holds everything; history in a defaultdict
"""

from collections import defaultdict
import numpy as np


def train(params, X, y, activation, learning_rate, epochs, batch_size, rng):
    f = {"relu": relu, "sigmoid": sigmoid, "tanh": tanh}[activation]
    g = {"relu": relu_grad, "sigmoid": sigmoid_grad, "tanh": tanh_grad}[activation]
    m = X.shape[0]
    params = [[np.array(W, dtype=float), np.array(b, dtype=float)] for W, b in params]
    history = defaultdict(list, loss=[], accuracy=[])

    def logits(A):
        cache = []
        for i, (W, b) in enumerate(params):
            Z = A @ W + b
            cache.append((A, Z))
            A = f(Z) if i < len(params) - 1 else Z
        return A, cache

    for epoch in range(epochs):
        order = np.arange(m) if batch_size >= m else rng.permutation(m)
        for k in range(int(np.ceil(m / batch_size))):
            pick = order[k * batch_size : min(m, (k + 1) * batch_size)]
            z, cache = logits(X[pick])
            d = (sigmoid(z) - y[pick]) / len(pick)
            for i in range(len(params) - 1, -1, -1):
                A, Z = cache[i]
                W, b = params[i]
                if i < len(params) - 1:
                    d = d * g(Z)
                dW, db = A.T @ d, d.sum(0)
                d = d @ W.T
                params[i][0] = W - learning_rate * dW
                params[i][1] = b - learning_rate * db
        z, _ = logits(X)
        history["loss"].append((np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))).mean())
        history["accuracy"].append(((z > 0) == (y > 0.5)).mean())
        history["epoch"].append(epoch)
    return params, history
