"""exercise: diagnose
wrong: calls it exploding only when every layer adds to the gradient
"""
import numpy as np


def diagnose(norms, factor=1e3):
    if not np.isfinite(norms).all():
        return "exploding"
    if norms[0] > factor * norms[-1] and np.all(np.diff(norms) < 0):
        return "exploding"
    if norms[-1] > factor * norms[0]:
        return "vanishing"
    return "healthy"
