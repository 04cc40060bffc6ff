"""exercise: loss_gradients
wrong: averages the squares in place of summing them
"""
import numpy as np


def layer_gradient_norms(params, X, y, activation):
    return np.array([np.sqrt(np.mean(g**2)) for g in loss_gradients(params, X, y, activation)])
