"""exercise: leaky_relu
wrong: the slope is written into the code, the argument is ignored
"""
import numpy as np


def leaky_relu(z, slope=0.05):
    return np.where(z > 0, z, 0.05 * z)
