"""exercise: layer_norm
wrong: multiplies by gamma at the end, which is right for batch norm only
"""


def layer_norm_backward(dout, cache):
    normalized, inverse_std, gamma = cache
    share = normalized * (dout * normalized).mean(axis=1, keepdims=True)
    dx = gamma * inverse_std * (dout - dout.mean(axis=1, keepdims=True) - share)
    return dx, (dout * normalized).sum(axis=0), dout.sum(axis=0)
