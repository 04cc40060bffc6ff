"""exercise: dense
wrong: a bias gradient without axes when there is one output
"""

import numpy as np


def dense_backward(dy, x, W):
    return dy @ W.T * 1.0, x.T @ dy * 1.0, np.squeeze(np.sum(dy, axis=0, keepdims=True) * 1.0)
