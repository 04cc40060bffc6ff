"""exercise: residual
wrong: 2 * sigmoid(z) - 1 is tanh(z / 2)
"""
import numpy as np
from scipy.special import expit


def residual_forward(params, X, activation):
    a = {"relu": lambda z: np.maximum(z, 0), "sigmoid": expit, "tanh": lambda z: 2 * expit(z) - 1}[activation]
    h = X
    outputs = []
    for W, b in params:
        h = h + a(h @ W + b)
        outputs.append(h)
    return outputs
