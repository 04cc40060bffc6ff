"""exercise: symmetry
wrong: compares rows
"""
import numpy as np


def distinct_units(W, b, tolerance=1e-8):
    if W.shape[0] == 1:
        units = np.vstack([W, b]).T
    else:
        units = W
    return sum(
        all(np.abs(units[i] - units[j]).max() > tolerance for j in range(i)) for i in range(len(units))
    )
