"""exercise: batch_norm_backward
wrong: forgets eps in the path through the variance alone
"""
import numpy as np


def batch_norm_backward(dout, cache):
    normalized, inverse_std, gamma = cache
    m = len(dout)
    dnormalized = gamma * dout
    share_of_mean = dnormalized.mean(axis=0)
    share_of_variance = normalized * (dnormalized * normalized).mean(axis=0) / normalized.var(axis=0)
    dx = inverse_std * (dnormalized - share_of_mean - share_of_variance)
    dgamma = (dout * normalized).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta
