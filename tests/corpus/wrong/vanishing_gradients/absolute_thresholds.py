"""exercise: diagnose
wrong: compares the first norm with fixed numbers, whatever the last one is
"""
import numpy as np


def diagnose(norms, factor=1e3):
    if not np.isfinite(norms).all():
        return "exploding"
    if norms[0] > factor:
        return "exploding"
    if norms[0] < 1 / factor:
        return "vanishing"
    return "healthy"
