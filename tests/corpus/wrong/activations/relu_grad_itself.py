"""exercise: relu
wrong: returns relu in place of its derivative
"""
import numpy as np


def relu_grad(z):
    return np.maximum(z, 0.0)
