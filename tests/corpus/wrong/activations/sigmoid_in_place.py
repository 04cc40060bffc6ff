"""exercise: sigmoid
wrong: uses the array that was handed in as scratch space
"""
import numpy as np


def sigmoid(z):
    decay = np.negative(z, out=z if z.dtype.kind == "f" else None)
    return 1.0 / (1.0 + np.exp(np.clip(decay, -500, 500)))


def sigmoid_grad(z):
    decay = np.exp(-np.abs(z))
    return decay / (1.0 + decay) ** 2
