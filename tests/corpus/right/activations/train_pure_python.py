"""exercises: train
right: lists of lists and three nested loops, one number at a time
"""

import math

import numpy as np


def value(name, z):
    if name == "relu":
        return z if z > 0 else 0.0
    if name == "tanh":
        return math.tanh(z)
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def slope(name, z):
    if name == "relu":
        return 1.0 if z > 0 else 0.0
    a = value(name, z)
    return 1 - a * a if name == "tanh" else a * (1 - a)


def train(params, X, y, activation, learning_rate, epochs, batch_size, rng):
    net = [[W.tolist(), b.tolist()] for W, b in params]
    rows, targets = X.tolist(), y.tolist()
    history = {"loss": [], "accuracy": []}

    def forward(x):
        hs, zs = [x], []
        for layer, (W, b) in enumerate(net):
            z = []
            for k in range(len(b)):
                total = b[k]
                for j in range(len(W)):
                    total += hs[-1][j] * W[j][k]
                z.append(total)
            zs.append(z)
            hs.append([value(activation, v) for v in z] if layer < len(net) - 1 else z)
        return hs, zs

    for _ in range(epochs):
        order = rng.permutation(len(rows)).tolist()
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            steps = [[[[0.0] * len(b) for _ in W], [0.0] * len(b)] for W, b in net]
            for i in batch:
                hs, zs = forward(rows[i])
                delta = [(value("sigmoid", zs[-1][0]) - targets[i][0]) / len(batch)]
                for layer in reversed(range(len(net))):
                    W, b = net[layer]
                    below = []
                    for j in range(len(W)):
                        total = 0.0
                        for k in range(len(b)):
                            steps[layer][0][j][k] += hs[layer][j] * delta[k]
                            total += W[j][k] * delta[k]
                        below.append(total)
                    for k in range(len(b)):
                        steps[layer][1][k] += delta[k]
                    if layer:
                        delta = [d * slope(activation, z) for d, z in zip(below, zs[layer - 1])]
            for (W, b), (dW, db) in zip(net, steps):
                for k in range(len(b)):
                    b[k] -= learning_rate * db[k]
                    for j in range(len(W)):
                        W[j][k] -= learning_rate * dW[j][k]
        loss = right = 0.0
        for x, (t,) in zip(rows, targets):
            z = forward(x)[1][-1][0]
            loss += max(z, 0.0) - z * t + math.log1p(math.exp(-abs(z)))
            right += (z > 0) == (t > 0.5)
        history["loss"].append(loss / len(rows))
        history["accuracy"].append(right / len(rows))
    return [(np.array(W), np.array(b)) for W, b in net], history
