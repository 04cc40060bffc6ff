"""exercise: sigmoid
wrong: the formula as it stands: exp(-z) overflows
"""
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_grad(z):
    decay = np.exp(-np.abs(z))
    return decay / (1.0 + decay) ** 2
