"""exercise: leaky_relu
wrong: a slope of 0 counts as not given
"""

import numpy as np


def leaky_relu(z, slope=None):
    slope = slope or 0.05
    return np.where(z > 0, z, slope * z)


def leaky_relu_grad(z, slope=None):
    slope = slope or 0.05
    return np.where(z > 0, 1.0, slope)
