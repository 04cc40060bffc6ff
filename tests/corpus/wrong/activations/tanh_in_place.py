"""exercise: tanh
wrong: writes the result into the array that was handed in
"""
import numpy as np


def tanh(z):
    return np.tanh(z, out=z) if z.dtype.kind == "f" else np.tanh(z)
