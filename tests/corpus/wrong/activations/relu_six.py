"""exercise: relu
wrong: cut off at 6
"""

import numpy as np


def relu(z):
    return np.clip(z, 0.0, 6.0)


def relu_grad(z):
    return ((z > 0) & (z < 6)).astype(float)
