"""exercise: gelu
wrong: the square root of 2 inside erf is missing
"""
from scipy.special import erf


def gelu(z):
    return z * 0.5 * (1.0 + erf(z))
