"""exercise: penalties
wrong: takes the mean over each layer where the sum is asked for (the gradient is the sum's)
"""
import numpy as np


def l2_penalty(params, strength):
    penalty = strength * sum(np.mean(W**2) for W, _ in params)
    return penalty, [(2 * strength * W, np.zeros(b.shape)) for W, b in params]
