"""exercise: residual
wrong: adds in place to the caller's X
"""
import numpy as np
from scipy.special import expit


def residual_forward(params, X, activation):
    a = {"relu": lambda z: np.maximum(z, 0), "sigmoid": expit, "tanh": np.tanh}[activation]
    h = np.asarray(X, dtype=float)
    outputs = []
    for W, b in params:
        h += a(h @ W + b)
        outputs.append(h.copy())
    return outputs
