"""exercise: layer_norm
wrong: dgamma and dbeta are means over the batch instead of sums
"""


def layer_norm_backward(dout, cache):
    normalized, inverse_std, gamma = cache
    d = gamma * dout
    share = normalized * (d * normalized).mean(axis=1, keepdims=True)
    dx = inverse_std * (d - d.mean(axis=1, keepdims=True) - share)
    return dx, (dout * normalized).mean(axis=0), dout.mean(axis=0)
