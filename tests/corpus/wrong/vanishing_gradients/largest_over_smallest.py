"""exercise: diagnose
wrong: compares the largest norm with the smallest, wherever they are
"""
import numpy as np


def diagnose(norms, factor=1e3):
    if not np.isfinite(norms).all():
        return "exploding"
    if np.max(norms) > factor * np.min(norms):
        return "exploding" if np.argmax(norms) < np.argmin(norms) else "vanishing"
    return "healthy"
