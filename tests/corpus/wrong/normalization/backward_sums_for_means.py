"""exercise: batch_norm_backward
wrong: sums over the batch where dx has means
"""


def batch_norm_backward(dout, cache):
    normalized, inverse_std, gamma = cache
    d = gamma * dout
    dx = inverse_std * (d - d.sum(axis=0) - normalized * (d * normalized).sum(axis=0))
    return dx, (dout * normalized).sum(axis=0), dout.sum(axis=0)
