"""exercise: residual
wrong: a buffer of X's dtype cuts the outputs of integer data off
"""
import numpy as np
from scipy.special import expit


def residual_forward(params, X, activation):
    a = {"relu": lambda z: np.maximum(z, 0), "sigmoid": expit, "tanh": np.tanh}[activation]
    h = X
    outputs = np.empty((len(params), *X.shape), dtype=X.dtype)
    for i, (W, b) in enumerate(params):
        h = h + a(h @ W + b)
        outputs[i] = h
    return list(outputs)
