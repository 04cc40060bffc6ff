"""exercise: sigmoid
wrong: a piecewise linear stand-in
"""
import numpy as np


def sigmoid(z):
    return np.clip(0.2 * z + 0.5, 0.0, 1.0)


def sigmoid_grad(z):
    decay = np.exp(-np.abs(z))
    return decay / (1.0 + decay) ** 2
