"""exercise: penalties
wrong: takes the absolute value after the sum, so that weights cancel
"""
import numpy as np


def l1_penalty(params, strength):
    penalty = strength * sum(np.abs(np.sum(W)) for W, _ in params)
    return penalty, [(strength * np.sign(W), np.zeros(b.shape)) for W, b in params]
