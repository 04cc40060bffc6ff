"""exercise: gelu
wrong: multiplies the array that was handed in
"""
import numpy as np
from scipy.special import erf


def gelu(z):
    z = z.astype(float, copy=False)
    z *= 0.5 * (1.0 + erf(z / np.sqrt(2.0)))
    return z
