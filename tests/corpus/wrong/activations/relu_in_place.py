"""exercise: relu
wrong: writes the zeros into the array that was handed in
"""
import numpy as np


def relu(z):
    z = z.astype(float, copy=False)
    z[z < 0] = 0
    return z
