"""exercise: sigmoid
wrong: the quotient as it stands: exp(-z) overflows
"""
import numpy as np


def sigmoid_grad(z):
    return np.exp(-z) / (1.0 + np.exp(-z)) ** 2
