"""exercise: dropout
right: one draw per entry; the mask is a dict of thousands of entries
"""

import numpy as np


def dropout_forward(x, rate, rng, training):
    if not training:
        return x.copy().astype(float), []
    out = np.zeros(x.shape)
    mask = {}
    for i in np.ndindex(x.shape):
        mask[i] = rng.uniform() > rate
        if mask[i]:
            out[i] = x[i] / (1 - rate)
    return out, [rate, mask]


def dropout_backward(dout, mask):
    if not mask:
        return 1.0 * dout
    rate, m = mask
    dx = np.zeros(np.shape(dout))
    for i in np.ndindex(dx.shape):
        dx[i] = dout[i] / (1 - rate) if m[i] else 0.0
    return dx
