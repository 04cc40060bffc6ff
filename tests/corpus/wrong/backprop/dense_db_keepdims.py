"""exercise: dense
wrong: db keeps the axis it sums over: shape (1, k)
"""


def dense_backward(dy, x, W):
    dy = 1.0 * dy
    return dy @ W.T, x.T @ dy, dy.sum(axis=0, keepdims=True)
