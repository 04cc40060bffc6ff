"""exercise: symmetry
wrong: rounds to the tolerance and counts unique columns
"""
import numpy as np


def distinct_units(W, b, tolerance=1e-8):
    units = np.vstack([W, b])
    return np.unique(np.round(units / max(tolerance, 1e-12)), axis=1).shape[1]
