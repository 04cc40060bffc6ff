"""exercise: leaky_relu
wrong: scales the negative entries of the array that was handed in
"""
import numpy as np


def leaky_relu(z, slope=0.05):
    z = z.astype(float, copy=False)
    z[z < 0] *= slope
    return z
