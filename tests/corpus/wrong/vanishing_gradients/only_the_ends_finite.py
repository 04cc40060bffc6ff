"""exercise: diagnose
wrong: looks for NaN at the two ends only
"""
import numpy as np


def diagnose(norms, factor=1e3):
    if not np.isfinite(norms[[0, -1]]).all():
        return "exploding"
    if norms[0] > factor * norms[-1]:
        return "exploding"
    if norms[-1] > factor * norms[0]:
        return "vanishing"
    return "healthy"
