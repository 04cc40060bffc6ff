"""exercise: sigmoid
wrong: the sign in the exponent is missing
"""
import numpy as np


def sigmoid(z):
    decay = np.exp(-np.abs(z))
    return np.where(z >= 0, decay, 1.0) / (1.0 + decay)
