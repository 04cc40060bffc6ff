"""exercise: residual
wrong: the list begins with X
"""
import numpy as np
from scipy.special import expit


def residual_forward(params, X, activation):
    a = {"relu": lambda z: np.maximum(z, 0), "sigmoid": expit, "tanh": np.tanh}[activation]
    h = X
    outputs = [X]
    for W, b in params:
        h = h + a(h @ W + b)
        outputs.append(h)
    return outputs
