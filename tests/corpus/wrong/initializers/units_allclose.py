"""exercise: symmetry
wrong: np.allclose with its relative tolerance of 1e-5
"""
import numpy as np


def distinct_units(W, b, tolerance=1e-8):
    units = 1e6 * np.vstack([W, b]).T
    count = 0
    for j in range(len(units)):
        count += not any(np.allclose(units[j], units[i], rtol=1e-4, atol=1e6 * tolerance) for i in range(j))
    return count
