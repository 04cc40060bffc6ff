"""exercise: sigmoid
wrong: loops over the first axis only, so it takes vectors and nothing else
"""
import math

import numpy as np


def sigmoid(z):
    out = []
    for i in range(len(z)):
        value = float(z[i])
        out.append(1.0 / (1.0 + math.exp(-value)) if value >= 0 else math.exp(value) / (1.0 + math.exp(value)))
    return np.array(out)


def sigmoid_grad(z):
    decay = np.exp(-np.abs(z))
    return decay / (1.0 + decay) ** 2
