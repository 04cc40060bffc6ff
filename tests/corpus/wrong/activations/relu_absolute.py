"""exercise: relu
wrong: the absolute value: negative inputs come through with the other sign
"""
import numpy as np


def relu(z):
    return np.abs(z) * 1.0
