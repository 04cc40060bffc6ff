"""exercise: loss_gradients
wrong: leaves the head's logits out
"""
import numpy as np


def layer_gradient_norms(params, X, y, activation):
    return np.array([np.linalg.norm(g) for g in loss_gradients(params, X, y, activation)[:-1]])
