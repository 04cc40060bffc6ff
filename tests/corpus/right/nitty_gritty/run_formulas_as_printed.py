"""exercises: run
right: the loss and the sigmoid as printed, which overflow for |z| > 709; predictions from probabilities
"""

import numpy as np


def sig(z):
    return 1 / (1 + np.exp(-z))


def run(X, y, sizes, activation, initializer, rng, epochs=100, batch_size=32, learning_rate=1e-3):
    f = {"relu": lambda z: np.maximum(0, z), "sigmoid": sig, "tanh": np.tanh}[activation]
    df = {
        "relu": lambda z: (z >= 0).astype(float),
        "sigmoid": lambda z: sig(z) * (1 - sig(z)),
        "tanh": lambda z: 1 / np.cosh(z) ** 2,
    }[activation]
    L = len(sizes) - 1
    Ws, bs = [], []
    for l in range(L):
        Ws.append(initializer(sizes[l], sizes[l + 1], rng))
        bs.append(np.zeros(sizes[l + 1]))
    sW = [np.zeros(W.shape) for W in Ws]
    sb = [np.zeros(b.shape) for b in bs]
    m = X.shape[0]
    loss_hist, acc_hist, std_hist = [], [], []
    for epoch in range(epochs):
        perm = rng.permutation(m)
        Xs, ys = X[perm], y[perm]
        for i in range(0, m, batch_size):
            xb, yb = Xs[i : i + batch_size], ys[i : i + batch_size]
            A, Z = [xb], []
            for l in range(L):
                Z.append(A[-1] @ Ws[l] + bs[l])
                A.append(f(Z[-1]) if l < L - 1 else Z[-1])
            d = (sig(Z[-1]) - yb) / xb.shape[0]
            dWs, dbs = [None] * L, [None] * L
            for l in range(L - 1, -1, -1):
                dWs[l] = A[l].T @ d
                dbs[l] = np.sum(d, axis=0)
                if l:
                    d = (d @ Ws[l].T) * df(Z[l - 1])
            for l in range(L):
                sW[l] = 0.9 * sW[l] + (1 - 0.9) * dWs[l] ** 2
                Ws[l] = Ws[l] - learning_rate * dWs[l] / (np.sqrt(sW[l]) + 1e-8)
                sb[l] = 0.9 * sb[l] + (1 - 0.9) * dbs[l] ** 2
                bs[l] = bs[l] - learning_rate * dbs[l] / (np.sqrt(sb[l]) + 1e-8)
        h = X
        for l in range(L):
            h = h @ Ws[l] + bs[l]
            if l < L - 1:
                h = f(h)
        loss_hist.append(np.mean(np.log(1 + np.exp(h)) - y * h))
        acc_hist.append(np.mean((sig(h) > 0.5) == (y > 0.5)))
        std_hist.append([np.std(dW) for dW in dWs])
    return {"loss": loss_hist, "accuracy": acc_hist, "gradient_std": np.array(std_hist).reshape(epochs, L)}
