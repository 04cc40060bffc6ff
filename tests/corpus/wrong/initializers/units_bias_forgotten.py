"""exercise: symmetry
wrong: leaves the bias out
"""
import numpy as np


def distinct_units(W, b, tolerance=1e-8):
    return sum(
        all(np.abs(W[:, j] - W[:, i]).max() > tolerance for i in range(j)) for j in range(W.shape[1])
    )
