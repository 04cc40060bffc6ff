"""exercise: symmetry
wrong: a difference equal to the tolerance counts
"""
import numpy as np


def distinct_units(W, b, tolerance=1e-8):
    units = np.vstack([W, b]).T
    return sum(
        all(np.abs(units[j] - units[i]).max() >= max(tolerance, 1e-300) for i in range(j)) for j in range(len(units))
    )
