"""exercise: penalties
right: loops over every entry; tuples for lists and lists for tuples; the slope of |W| at 0 is +1
"""
import numpy as np


def l2_penalty(params, strength):
    penalty, grads = 0.0, ()
    for W, b in params:
        slope = np.empty(W.shape)
        for index, weight in np.ndenumerate(W):
            penalty += strength * float(weight) * float(weight)
            slope[index] = strength * (weight + weight)
        grads += ([slope, np.zeros(len(b))],)
    return [penalty, grads]


def l1_penalty(params, strength):
    penalty = np.array(sum(strength * np.linalg.norm(W.ravel(), 1) for W, _ in params))
    return penalty, [(np.where(W >= 0, strength, -strength), 0.0 * b) for W, b in params]
