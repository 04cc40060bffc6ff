"""exercise: penalties
wrong: the slope is strength * W, that of half a square
"""
import numpy as np


def l1_penalty(params, strength):
    penalty = strength * sum(np.sum(np.abs(W)) for W, _ in params)
    return penalty, [(strength * W, np.zeros(b.shape)) for W, b in params]
