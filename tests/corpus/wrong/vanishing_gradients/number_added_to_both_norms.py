"""exercise: diagnose
wrong: adds 1e-8 to both norms, which decides when they are tiny
"""
import numpy as np


def diagnose(norms, factor=1e3):
    if not np.isfinite(norms).all():
        return "exploding"
    a, b = norms[0] + 1e-8, norms[-1] + 1e-8
    return "exploding" if a > factor * b else "vanishing" if b > factor * a else "healthy"
