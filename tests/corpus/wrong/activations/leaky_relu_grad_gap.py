"""exercise: leaky_relu
wrong: z == 0 belongs to neither case, so the slope there is 0
"""
import numpy as np


def leaky_relu_grad(z, slope=0.05):
    return 1.0 * (z > 0) + slope * (z < 0)
