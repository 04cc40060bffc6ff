"""exercise: leaky_relu
wrong: the derivative knows the default slope only
"""
import numpy as np


def leaky_relu_grad(z, slope=0.05):
    return np.where(z > 0, 1.0, 0.05)
