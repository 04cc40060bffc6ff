"""exercise: diagnose
wrong: looks for NaN and not for infinity
"""
import numpy as np


def diagnose(norms, factor=1e3):
    if np.isnan(norms).any():
        return "exploding"
    if norms[0] > factor * norms[-1]:
        return "exploding"
    if norms[-1] > factor * norms[0]:
        return "vanishing"
    return "healthy"
