"""exercise: symmetry
wrong: np.unique: no tolerance at all
"""
import numpy as np


def distinct_units(W, b, tolerance=1e-8):
    return np.unique(np.vstack([W, b]), axis=1).shape[1]
