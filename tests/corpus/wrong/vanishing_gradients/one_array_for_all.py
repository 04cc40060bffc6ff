"""exercise: residual
wrong: adds in place, so every entry of the list is the last output
"""
import numpy as np
from scipy.special import expit


def residual_forward(params, X, activation):
    a = {"relu": lambda z: np.maximum(z, 0), "sigmoid": expit, "tanh": np.tanh}[activation]
    h = X.astype(float)
    outputs = []
    for W, b in params:
        h += a(h @ W + b)
        outputs.append(h)
    return outputs
