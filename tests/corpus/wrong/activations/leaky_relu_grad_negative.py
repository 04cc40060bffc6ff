"""exercise: leaky_relu
wrong: the slope is subtracted, as if the left side fell
"""
import numpy as np


def leaky_relu_grad(z, slope=0.05):
    return np.where(z > 0, 1.0, -slope)
