"""exercise: numerical_gradient
right: all points are built first and f is called for all upper ones before the lower ones
"""
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x).astype(np.float64)
    offsets = h * np.eye(x.size).reshape(x.size, *x.shape)
    upper = [f(x + offset) for offset in offsets]
    lower = [f(x - offset) for offset in offsets]
    return ((np.array(upper) - np.array(lower)) / (2 * h)).reshape(x.shape)
