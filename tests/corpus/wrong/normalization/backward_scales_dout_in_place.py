"""exercise: batch_norm_backward
wrong: multiplies gamma into the caller's dout
"""


def batch_norm_backward(dout, cache):
    normalized, inverse_std, gamma = cache
    dgamma, dbeta = (dout * normalized).sum(axis=0), dout.sum(axis=0)
    dout *= gamma
    dx = inverse_std * (dout - dout.mean(axis=0) - normalized * (dout * normalized).mean(axis=0))
    return dx, dgamma, dbeta
