"""exercise: batch_norm_backward
wrong: divides by m - 1 in the path through the variance
"""


def batch_norm_backward(dout, cache):
    normalized, inverse_std, gamma = cache
    d = gamma * dout
    dx = inverse_std * (d - d.mean(axis=0) - normalized * (d * normalized).sum(axis=0) / (len(d) - 1))
    return dx, (dout * normalized).sum(axis=0), dout.sum(axis=0)
