"""exercise: relu
wrong: divides relu(z) by z, which is 0 / 0 at 0
"""
import numpy as np


def relu_grad(z):
    return np.maximum(z, 0.0) / z
