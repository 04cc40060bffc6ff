"""exercise: residual
wrong: adds X in every layer
"""
import numpy as np
from scipy.special import expit


def residual_forward(params, X, activation):
    a = {"relu": lambda z: np.maximum(z, 0), "sigmoid": expit, "tanh": np.tanh}[activation]
    h = X
    outputs = []
    for W, b in params:
        h = X + a(h @ W + b)
        outputs.append(h)
    return outputs
