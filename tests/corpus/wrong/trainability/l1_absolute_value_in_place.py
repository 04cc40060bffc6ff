"""exercise: penalties
wrong: takes the absolute value in place and so changes the caller's weights
"""
import numpy as np


def l1_penalty(params, strength):
    grads = [(strength * np.sign(W), np.zeros(b.shape)) for W, b in params]
    return strength * sum(np.abs(W, out=W).sum() for W, _ in params), grads
