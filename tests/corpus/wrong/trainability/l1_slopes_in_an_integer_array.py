"""exercise: penalties
wrong: fills an array like W, which cuts the slopes of integer weights to 0
"""

import numpy as np


def l1_penalty(params, strength):
    grads = []
    for W, b in params:
        dW = np.zeros_like(W)
        dW[W > 0] = strength
        dW[W < 0] = -strength
        grads.append((dW, np.zeros(b.shape)))
    return strength * sum(np.sum(np.abs(W)) for W, _ in params), grads
