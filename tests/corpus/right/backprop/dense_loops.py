"""exercise: dense
right: plain Python loops, one product at a time
"""
import numpy as np


def dense_forward(x, W, b):
    (m, n), k = x.shape, W.shape[1]
    y = np.zeros((m, k))
    for i in range(m):
        for c in range(k):
            y[i, c] = b[c] + sum(x[i, j] * W[j, c] for j in range(n))
    return y


def dense_backward(dy, x, W):
    (m, n), k = x.shape, W.shape[1]
    dx, dW, db = np.zeros((m, n)), np.zeros((n, k)), np.zeros(k)
    for i in range(m):
        for c in range(k):
            db[c] += dy[i, c]
            for j in range(n):
                dx[i, j] += dy[i, c] * W[j, c]
                dW[j, c] += x[i, j] * dy[i, c]
    return dx, dW, db
