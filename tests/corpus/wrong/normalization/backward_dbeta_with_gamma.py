"""exercise: batch_norm_backward
wrong: multiplies gamma into dout before summing up dbeta and dgamma
"""


def batch_norm_backward(dout, cache):
    normalized, inverse_std, gamma = cache
    d = gamma * dout
    dx = inverse_std * (d - d.mean(axis=0) - normalized * (d * normalized).mean(axis=0))
    return dx, (d * normalized).sum(axis=0), d.sum(axis=0)
