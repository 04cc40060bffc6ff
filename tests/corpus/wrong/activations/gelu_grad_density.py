"""exercise: gelu
wrong: the factor of the normal density is 1 / (2 pi), the root is missing
"""
import numpy as np
from scipy.special import erf


def gelu_grad(z):
    density = np.exp(-0.5 * z**2) / (2.0 * np.pi)
    return 0.5 * (1.0 + erf(z / np.sqrt(2.0))) + z * density
