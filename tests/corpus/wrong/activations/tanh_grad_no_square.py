"""exercise: tanh
wrong: forgets the square
"""
import numpy as np


def tanh_grad(z):
    return 1.0 - np.tanh(z)
