"""exercise: symmetry
right: SciPy's Chebyshev distances between all units at once; a NumPy integer comes back
"""
import numpy as np
from scipy.spatial.distance import cdist


def distinct_units(W, b, tolerance=1e-8):
    units = np.c_[W.T, b]
    close = cdist(units, units, "chebyshev") <= tolerance
    return np.sum(~np.tril(close, -1).any(axis=1))
