"""exercise: residual
wrong: takes a first layer for granted
"""
import numpy as np
from scipy.special import expit


def residual_forward(params, X, activation):
    a = {"relu": lambda z: np.maximum(z, 0), "sigmoid": expit, "tanh": np.tanh}[activation]
    W, b = params[0]
    h = X + a(X @ W + b)
    outputs = [h]
    for W, b in params[1:]:
        h = h + a(h @ W + b)
        outputs.append(h)
    return outputs
