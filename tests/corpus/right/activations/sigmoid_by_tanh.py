"""exercises: sigmoid, tanh
right: each in terms of the other, with np.tanh at the bottom
"""
import numpy as np


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def sigmoid_grad(z):
    return 0.25 * tanh_grad(0.5 * z)


def tanh(z):
    return np.tanh(z)


def tanh_grad(z):
    return (1.0 - np.tanh(z)) * (1.0 + np.tanh(z))
