"""exercise: gelu
wrong: the product rule without its second term
"""
import numpy as np
from scipy.special import erf


def gelu_grad(z):
    return 0.5 * (1.0 + erf(z / np.sqrt(2.0)))
