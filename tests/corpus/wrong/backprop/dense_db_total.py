"""exercise: dense
wrong: db is one number for all outputs
"""
import numpy as np


def dense_backward(dy, x, W):
    dy = 1.0 * dy
    return dy @ W.T, x.T @ dy, np.sum(dy)
