"""exercise: batch_norm_backward
wrong: forgets that the variance depends on x
"""


def batch_norm_backward(dout, cache):
    normalized, inverse_std, gamma = cache
    d = gamma * dout
    return inverse_std * (d - d.mean(axis=0)), (dout * normalized).sum(axis=0), dout.sum(axis=0)
