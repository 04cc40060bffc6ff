"""exercise: relu
wrong: the integer 0 leaves integer inputs integers
"""
import numpy as np


def relu(z):
    return np.maximum(0, z)
