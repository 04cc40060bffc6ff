"""exercise: penalties
right: all weights in one vector, cut into layers again; zeros of b's own kind as floats
"""

import numpy as np


def l2_penalty(params, strength):
    flat = np.concatenate([W.ravel() for W, b in params]).astype(float)
    g = np.split(2 * strength * flat, np.cumsum([W.size for W, b in params])[:-1])
    return strength * (flat @ flat), [
        (x.reshape(W.shape), np.zeros_like(b, dtype=float)) for x, (W, b) in zip(g, params)
    ]


def l1_penalty(params, strength):
    flat = np.concatenate([W.ravel() for W, b in params])
    return strength * np.abs(flat).sum(dtype=float), [
        (strength * np.sign(W), np.zeros_like(b, dtype=float)) for W, b in params
    ]
