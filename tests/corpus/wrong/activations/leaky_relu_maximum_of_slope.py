"""exercise: leaky_relu
wrong: takes the larger of z and the slope, not of z and slope times z
"""
import numpy as np


def leaky_relu(z, slope=0.05):
    return np.maximum(z, slope)
