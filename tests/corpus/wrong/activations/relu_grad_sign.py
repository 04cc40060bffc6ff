"""exercise: relu
wrong: the slope for negative inputs is -1 instead of 0
"""
import numpy as np


def relu_grad(z):
    return np.sign(z) * 1.0
