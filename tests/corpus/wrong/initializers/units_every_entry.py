"""exercise: symmetry
wrong: asks every entry to differ
"""
import numpy as np


def distinct_units(W, b, tolerance=1e-8):
    units = np.vstack([W, b]).T
    return sum(all((np.abs(units[j] - units[i]) > tolerance).all() for i in range(j)) for j in range(len(units)))
