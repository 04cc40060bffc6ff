"""exercise: diagnose
wrong: always compares with 1000
"""
import numpy as np


def diagnose(norms, factor=1e3):
    if not np.isfinite(norms).all():
        return "exploding"
    if norms[0] > 1e3 * norms[-1]:
        return "exploding"
    if norms[-1] > 1e3 * norms[0]:
        return "vanishing"
    return "healthy"
