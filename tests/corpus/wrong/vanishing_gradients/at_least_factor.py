"""exercise: diagnose
wrong: exactly factor times counts as more
"""
import numpy as np


def diagnose(norms, factor=1e3):
    if not np.isfinite(norms).all():
        return "exploding"
    if norms[0] >= factor * norms[-1] and norms[0] > 0:
        return "exploding"
    if norms[-1] >= factor * norms[0] and norms[-1] > 0:
        return "vanishing"
    return "healthy"
