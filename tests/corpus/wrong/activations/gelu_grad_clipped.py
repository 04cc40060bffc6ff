"""exercise: gelu
wrong: clips the derivative to the interval from 0 to 1, as if it could not leave it
"""
import numpy as np
from scipy.special import erf


def gelu_grad(z):
    density = np.exp(-0.5 * z**2) / np.sqrt(2.0 * np.pi)
    return np.clip(0.5 * (1.0 + erf(z / np.sqrt(2.0))) + z * density, 0.0, 1.0)
