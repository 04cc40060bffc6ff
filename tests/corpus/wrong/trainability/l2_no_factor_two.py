"""exercise: penalties
wrong: forgets the factor 2 in the gradient
"""
import numpy as np


def l2_penalty(params, strength):
    penalty = strength * sum(np.sum(W**2) for W, _ in params)
    return penalty, [(strength * W, np.zeros(b.shape)) for W, b in params]
