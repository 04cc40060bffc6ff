"""exercise: dense
wrong: the backward pass takes a gradient step on W while it is there
"""


def dense_backward(dy, x, W):
    dy = 1.0 * dy
    dx, dW, db = dy @ W.T, x.T @ dy, dy.sum(axis=0)
    if W.dtype.kind == "f":
        W -= 0.01 * dW
    return dx, dW, db
