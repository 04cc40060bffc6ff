"""exercise: leaky_relu
wrong: the derivative is 0 for negative inputs, as for relu
"""
import numpy as np


def leaky_relu_grad(z, slope=0.05):
    return (z > 0).astype(float)
