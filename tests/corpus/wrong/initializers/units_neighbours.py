"""exercise: symmetry
wrong: compares each column with the one before it only
"""
import numpy as np


def distinct_units(W, b, tolerance=1e-8):
    units = np.vstack([W, b])
    steps = np.abs(np.diff(units, axis=1)).max(axis=0)
    return 1 + int((steps > tolerance).sum())
