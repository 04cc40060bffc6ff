"""exercise: penalties
wrong: overwrites the penalty in the loop instead of adding up: only the last layer counts
"""
import numpy as np


def l2_penalty(params, strength):
    grads = []
    for W, b in params:
        penalty = strength * np.sum(W**2)
        grads.append((2 * strength * W, np.zeros(b.shape)))
    return penalty, grads
