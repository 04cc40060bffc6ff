"""exercise: diagnose
wrong: looks for infinity and not for NaN, which slips through every comparison
"""
import numpy as np


def diagnose(norms, factor=1e3):
    if np.isinf(norms).any():
        return "exploding"
    if norms[0] > factor * norms[-1]:
        return "exploding"
    if norms[-1] > factor * norms[0]:
        return "vanishing"
    return "healthy"
