"""exercise: run
wrong: the accuracy compares (m, 1) with (m,)
"""

import numpy as np


def run(X, y, sizes, activation, initializer, rng, epochs=100, batch_size=32, learning_rate=1e-3):
    sigmoid = lambda z: 0.5 * (1 + np.tanh(0.5 * z))
    act = {"relu": lambda z: np.maximum(z, 0), "sigmoid": sigmoid, "tanh": np.tanh}[activation]
    slope = {"relu": lambda a: a > 0, "sigmoid": lambda a: a * (1 - a), "tanh": lambda a: 1 - a**2}[activation]
    weights = [initializer(n, k, rng) for n, k in zip(sizes, sizes[1:])]
    biases = [np.zeros(k) for k in sizes[1:]]
    state = [0.0] * (2 * len(weights))
    loss, accuracy, stds = [], [], np.zeros((epochs, len(weights)))
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            hs = [X[rows]]
            for W, b in zip(weights[:-1], biases[:-1]):
                hs.append(act(hs[-1] @ W + b))
            delta = (sigmoid(hs[-1] @ weights[-1] + biases[-1]) - y[rows]) / len(rows)
            dWs, dbs = [], []
            for W, h in zip(weights[::-1], hs[::-1]):
                dWs.insert(0, h.T @ delta)
                dbs.insert(0, delta.sum(axis=0))
                delta = (delta @ W.T) * slope(h)
            grads = dWs + dbs
            state = [0.9 * s + 0.1 * g**2 for s, g in zip(state, grads)]
            new = [p - learning_rate * g / (np.sqrt(s) + 1e-8) for p, g, s in zip(weights + biases, grads, state)]
            weights, biases = new[: len(dWs)], new[len(dWs) :]
        stds[epoch] = [dW.std() for dW in dWs]
        h = X
        for W, b in zip(weights[:-1], biases[:-1]):
            h = act(h @ W + b)
        z = h @ weights[-1] + biases[-1]
        loss.append(np.mean(np.logaddexp(0, z) - y * z))
        accuracy.append(np.mean((z > 0) == (y[:, 0] > 0.5)))
    return {"loss": loss, "accuracy": accuracy, "gradient_std": stds}
