"""exercise: gelu
wrong: divides by the exponential of something positive, which overflows
"""
import numpy as np
from scipy.special import erf


def gelu_grad(z):
    density = 1.0 / (np.sqrt(2.0 * np.pi) * np.exp(0.5 * np.square(z)))
    return 0.5 * (1.0 + erf(z / np.sqrt(2.0))) + z * density
