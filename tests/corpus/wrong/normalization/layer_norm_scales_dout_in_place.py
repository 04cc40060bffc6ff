"""exercise: layer_norm
wrong: multiplies gamma into the caller's dout
"""


def layer_norm_backward(dout, cache):
    normalized, inverse_std, gamma = cache
    dgamma, dbeta = (dout * normalized).sum(axis=0), dout.sum(axis=0)
    dout *= gamma
    share = normalized * (dout * normalized).mean(axis=1, keepdims=True)
    return inverse_std * (dout - dout.mean(axis=1, keepdims=True) - share), dgamma, dbeta
