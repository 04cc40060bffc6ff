"""exercise: sigmoid
wrong: np.where computes the branch that overflows, too
"""
import numpy as np


def sigmoid(z):
    return np.where(z >= 0, 1.0 / (1.0 + np.exp(-z)), np.exp(z) / (1.0 + np.exp(z)))


def sigmoid_grad(z):
    decay = np.exp(-np.abs(z))
    return decay / (1.0 + decay) ** 2
