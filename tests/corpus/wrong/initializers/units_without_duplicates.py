"""exercise: symmetry
wrong: counts the units that have no double anywhere
"""
import numpy as np


def distinct_units(W, b, tolerance=1e-8):
    units = np.vstack([W, b]).T
    return sum(
        all(np.abs(u - v).max() > tolerance for j, v in enumerate(units) if j != i) for i, u in enumerate(units)
    )
