"""exercise: residual
right: itertools.accumulate over the layers
"""
from itertools import accumulate
import numpy as np
from scipy.special import expit


def residual_forward(params, X, activation):
    a = {"relu": lambda z: np.maximum(z, 0), "sigmoid": expit, "tanh": np.tanh}[activation]
    return list(accumulate(params, lambda h, p: h + a(h @ p[0] + p[1]), initial=X))[1:]
