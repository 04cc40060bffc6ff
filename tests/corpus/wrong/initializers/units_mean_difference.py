"""exercise: symmetry
wrong: the mean difference in place of the largest
"""
import numpy as np


def distinct_units(W, b, tolerance=1e-8):
    units = np.vstack([W, b]).T
    return sum(all(np.abs(units[j] - units[i]).mean() > tolerance for i in range(j)) for j in range(len(units)))
