"""exercise: residual
wrong: applies the activation to the sum
"""
import numpy as np
from scipy.special import expit


def residual_forward(params, X, activation):
    a = {"relu": lambda z: np.maximum(z, 0), "sigmoid": expit, "tanh": np.tanh}[activation]
    h = X
    outputs = []
    for W, b in params:
        h = a(h + h @ W + b)
        outputs.append(h)
    return outputs
