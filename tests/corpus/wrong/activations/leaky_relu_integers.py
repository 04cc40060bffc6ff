"""exercise: leaky_relu
wrong: fills an array of the dtype of z, so integers lose the fraction
"""
import numpy as np


def leaky_relu(z, slope=0.05):
    out = np.array(z)
    out[z < 0] = slope * z[z < 0]
    return out
