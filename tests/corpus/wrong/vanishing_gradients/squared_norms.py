"""exercise: loss_gradients
wrong: the root of the sum of squares is missing
"""
import numpy as np


def layer_gradient_norms(params, X, y, activation):
    return np.array([np.sum(g**2) for g in loss_gradients(params, X, y, activation)])
