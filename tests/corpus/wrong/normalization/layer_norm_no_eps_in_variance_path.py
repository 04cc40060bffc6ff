"""exercise: layer_norm
wrong: forgets eps in the path through the variance alone
"""
import numpy as np


def layer_norm_backward(dout, cache):
    normalized, inverse_std, gamma = cache
    dnormalized = gamma * dout
    share_of_mean = dnormalized.mean(axis=1, keepdims=True)
    share_of_variance = (
        normalized * (dnormalized * normalized).mean(axis=1, keepdims=True) / normalized.var(axis=1, keepdims=True)
    )
    dx = inverse_std * (dnormalized - share_of_mean - share_of_variance)
    dgamma = (dout * normalized).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta
