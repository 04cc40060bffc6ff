"""exercise: dense
wrong: dW is the mean over the examples instead of the sum
"""


def dense_backward(dy, x, W):
    dy = 1.0 * dy
    return dy @ W.T, x.T @ dy / x.shape[0], dy.sum(axis=0)
