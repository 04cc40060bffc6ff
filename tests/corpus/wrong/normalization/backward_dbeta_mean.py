"""exercise: batch_norm_backward
wrong: dbeta is the mean over the batch instead of the sum
"""


def batch_norm_backward(dout, cache):
    normalized, inverse_std, gamma = cache
    d = gamma * dout
    dx = inverse_std * (d - d.mean(axis=0) - normalized * (d * normalized).mean(axis=0))
    return dx, (dout * normalized).sum(axis=0), dout.mean(axis=0)
