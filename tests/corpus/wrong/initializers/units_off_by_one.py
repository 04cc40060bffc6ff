"""exercise: symmetry
wrong: the first unit is not counted
"""
import numpy as np


def distinct_units(W, b, tolerance=1e-8):
    units = np.vstack([W, b]).T
    return sum(all(np.abs(units[j] - units[i]).max() > tolerance for i in range(j)) for j in range(1, len(units)))
