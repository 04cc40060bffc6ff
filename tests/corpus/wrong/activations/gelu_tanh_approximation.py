"""exercise: gelu
wrong: the approximation with tanh
"""
import numpy as np


def gelu(z):
    z = np.asarray(z, dtype=float)
    return 0.5 * z * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * (z + 0.044715 * z**3)))
