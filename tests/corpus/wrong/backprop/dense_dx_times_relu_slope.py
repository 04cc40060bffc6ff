"""exercise: dense
wrong: dx has the derivative of an activation in it, which is another step's business
"""


def dense_backward(dy, x, W):
    dy = 1.0 * dy
    return dy @ W.T * (x > 0), x.T @ dy, dy.sum(axis=0)
