"""exercise: batch_norm_backward
wrong: treats the mean and the variance as constants
"""


def batch_norm_backward(dout, cache):
    normalized, inverse_std, gamma = cache
    return gamma * inverse_std * dout, (dout * normalized).sum(axis=0), dout.sum(axis=0)
