"""exercise: batch_norm_backward
wrong: leaves out the path through the mean
"""


def batch_norm_backward(dout, cache):
    normalized, inverse_std, gamma = cache
    dnormalized = gamma * dout
    dx = inverse_std * (dnormalized - normalized * (dnormalized * normalized).mean(axis=0))
    return dx, (dout * normalized).sum(axis=0), dout.sum(axis=0)
