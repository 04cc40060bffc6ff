"""exercise: symmetry
wrong: compares with the columns that counted only
"""
import numpy as np


def distinct_units(W, b, tolerance=1e-8):
    kept = []
    for unit in np.vstack([W, b]).T:
        if all(np.abs(unit - other).max() > tolerance for other in kept):
            kept.append(unit)
    return len(kept)
