"""exercise: tanh
wrong: the quotient of exponentials as it stands: both overflow
"""
import numpy as np


def tanh(z):
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
