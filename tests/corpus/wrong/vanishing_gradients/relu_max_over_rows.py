"""exercise: residual
wrong: np.max(z, 0) is the largest entry of each column
"""
import numpy as np
from scipy.special import expit


def residual_forward(params, X, activation):
    a = {"relu": lambda z: np.max(z, 0), "sigmoid": expit, "tanh": np.tanh}[activation]
    h = X
    outputs = []
    for W, b in params:
        h = h + a(h @ W + b)
        outputs.append(h)
    return outputs
