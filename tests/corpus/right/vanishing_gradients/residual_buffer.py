"""exercise: residual
right: one buffer for all outputs, views of it in the list
"""
import numpy as np
from scipy.special import expit


def residual_forward(params, X, activation):
    buffer = np.empty((len(params) + 1, *X.shape))
    buffer[0] = X
    for i, (W, b) in enumerate(params):
        z = np.einsum("mn,nk->mk", buffer[i], W) + b
        if activation == "relu":
            z[z < 0] = 0
        elif activation == "sigmoid":
            expit(z, out=z)
        else:
            np.tanh(z, out=z)
        np.add(buffer[i], z, out=buffer[i + 1])
    return list(buffer[1:])
