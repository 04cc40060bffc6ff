"""exercise: penalties
wrong: computes the sign as W / |W|, which is NaN at 0
"""
import numpy as np


def l1_penalty(params, strength):
    penalty = strength * sum(np.sum(np.abs(W)) for W, _ in params)
    return penalty, [(strength * W / np.abs(W), np.zeros(b.shape)) for W, b in params]
