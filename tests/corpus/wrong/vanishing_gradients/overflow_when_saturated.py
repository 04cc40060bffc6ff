"""exercise: residual
wrong: exp(z) / (1 + exp(z)) is NaN for a large pre-activation
"""
import numpy as np
from scipy.special import expit


def residual_forward(params, X, activation):
    a = {"relu": lambda z: np.maximum(z, 0), "sigmoid": lambda z: np.exp(z) / (1 + np.exp(z)), "tanh": np.tanh}[activation]
    h = X
    outputs = []
    for W, b in params:
        h = h + a(h @ W + b)
        outputs.append(h)
    return outputs
