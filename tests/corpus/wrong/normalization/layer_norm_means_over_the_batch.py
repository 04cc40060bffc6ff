"""exercise: layer_norm
wrong: the backward pass takes its means over the batch, as in batch norm
"""


def layer_norm_backward(dout, cache):
    normalized, inverse_std, gamma = cache
    d = gamma * dout
    dx = inverse_std * (d - d.mean(axis=0) - normalized * (d * normalized).mean(axis=0))
    return dx, (dout * normalized).sum(axis=0), dout.sum(axis=0)
