"""exercises: sigmoid
right: clips z far out, where the sigmoid is 0 or 1 to the last digit that counts
"""
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-np.clip(z, -500, 500)))


def sigmoid_grad(z):
    s = sigmoid(z)
    return s - s**2
