"""exercise: diagnose
wrong: replaces NaN by infinity in the caller's array
"""
import numpy as np


def diagnose(norms, factor=1e3):
    norms[np.isnan(norms)] = np.inf
    if np.isinf(norms).any():
        return "exploding"
    if norms[0] > factor * norms[-1]:
        return "exploding"
    if norms[-1] > factor * norms[0]:
        return "vanishing"
    return "healthy"
