"""exercise: tanh
wrong: squares z instead of tanh(z)
"""
import numpy as np


def tanh_grad(z):
    return 1.0 - np.tanh(z**2)
