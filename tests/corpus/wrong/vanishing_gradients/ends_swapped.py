"""exercise: diagnose
wrong: reads the norms in the direction of the forward pass
"""
import numpy as np


def diagnose(norms, factor=1e3):
    if not np.isfinite(norms).all():
        return "exploding"
    if norms[-1] > factor * norms[0]:
        return "exploding"
    if norms[0] > factor * norms[-1]:
        return "vanishing"
    return "healthy"
