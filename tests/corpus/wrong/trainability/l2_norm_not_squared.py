"""exercise: penalties
wrong: the penalty is the norm of the weights, not its square (the gradient is right)
"""
import numpy as np


def l2_penalty(params, strength):
    penalty = strength * sum(np.linalg.norm(W) for W, _ in params)
    return penalty, [(2 * strength * W, np.zeros(b.shape)) for W, b in params]
