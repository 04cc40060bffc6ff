"""exercise: penalties
wrong: forgets the strength in the gradient
"""
import numpy as np


def l1_penalty(params, strength):
    penalty = strength * sum(np.sum(np.abs(W)) for W, _ in params)
    return penalty, [(np.sign(W), np.zeros(b.shape)) for W, b in params]
