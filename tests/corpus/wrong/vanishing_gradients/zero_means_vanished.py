"""exercise: diagnose
wrong: any norm of zero is called vanishing
"""
import numpy as np


def diagnose(norms, factor=1e3):
    if not np.isfinite(norms).all():
        return "exploding"
    if np.any(norms == 0):
        return "vanishing"
    if norms[0] > factor * norms[-1]:
        return "exploding"
    if norms[-1] > factor * norms[0]:
        return "vanishing"
    return "healthy"
