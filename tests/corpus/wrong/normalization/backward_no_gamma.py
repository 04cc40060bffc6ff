"""exercise: batch_norm_backward
wrong: leaves gamma out of dx
"""


def batch_norm_backward(dout, cache):
    normalized, inverse_std, gamma = cache
    dx = inverse_std * (dout - dout.mean(axis=0) - normalized * (dout * normalized).mean(axis=0))
    return dx, (dout * normalized).sum(axis=0), dout.sum(axis=0)
