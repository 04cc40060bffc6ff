"""exercise: sigmoid
wrong: a central difference with a coarse step in place of the derivative
"""
import numpy as np


def sigmoid_grad(z):
    z = np.asarray(z, dtype=float)
    return (sigmoid(z + 1e-3) - sigmoid(z - 1e-3)) / 2e-3
