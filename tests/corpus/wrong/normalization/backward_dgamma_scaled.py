"""exercise: batch_norm_backward
wrong: dgamma from the scaled values gamma * normalized
"""


def batch_norm_backward(dout, cache):
    normalized, inverse_std, gamma = cache
    d = gamma * dout
    dx = inverse_std * (d - d.mean(axis=0) - normalized * (d * normalized).mean(axis=0))
    return dx, (dout * gamma * normalized).sum(axis=0), dout.sum(axis=0)
